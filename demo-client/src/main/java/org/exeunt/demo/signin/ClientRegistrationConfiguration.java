package org.exeunt.demo.signin;

import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.server.ServerAddresses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** The relying party at the identity provider, without asking the provider for anything at start. */
@Configuration(proxyBeanMethods = false)
class ClientRegistrationConfiguration {

    @Bean
    ClientRegistrationRepository clientRegistrations(DemoProperties demo, ServerAddresses server) {
        return new InMemoryClientRegistrationRepository(
                ClientRegistration.withRegistrationId(CurrentSignIn.REGISTRATION)
                        .clientName("Exeunt")
                        .clientId(demo.self().clientId())
                        .clientSecret(demo.self().clientSecret())
                        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .clientSettings(ClientRegistration.ClientSettings.builder()
                                .requireProofKey(true)
                                .build())
                        .redirectUri(demo.self().redirectUri())
                        .scope("openid", "profile", "email")
                        .issuerUri(server.issuer())
                        .authorizationUri(server.authorize())
                        .tokenUri(server.token())
                        .jwkSetUri(server.jwks())
                        .userInfoUri(server.userinfo())
                        .userNameAttributeName("sub")
                        .build());
    }

    /**
     * Tokens live in the browser's own HTTP session and go with it. Kept by user name instead, two browsers of one user
     * would overwrite each other's, and a sign-out in one would strand the other.
     */
    @Bean
    OAuth2AuthorizedClientRepository authorizedClients() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    @Bean
    OAuth2AuthorizedClientManager tokenKeeper(
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientRepository authorizedClients,
            ClientHttpRequestFactory requests) {
        RestClientRefreshTokenTokenResponseClient refresh = new RestClientRefreshTokenTokenResponseClient();
        refresh.setRestClient(tokenEndpoint(requests));
        DefaultOAuth2AuthorizedClientManager manager =
                new DefaultOAuth2AuthorizedClientManager(registrations, authorizedClients);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .refreshToken(grant -> grant.accessTokenResponseClient(refresh))
                .build());
        return manager;
    }

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codeRedeemer(
            ClientHttpRequestFactory requests) {
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(tokenEndpoint(requests));
        return client;
    }

    @Bean
    OidcUserService userinfoAtSignIn(ClientHttpRequestFactory requests) {
        RestTemplate http = new RestTemplate(requests);
        http.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService userinfo = new DefaultOAuth2UserService();
        userinfo.setRestOperations(http);
        OidcUserService users = new OidcUserService();
        users.setOauth2UserService(userinfo);
        return users;
    }

    /** The framework's own set-up, with our time-outs: without them a hanging server would hang every visitor. */
    private static RestClient tokenEndpoint(ClientHttpRequestFactory requests) {
        return RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }
}
