package org.exeunt.idp.authorization;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.allOf;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;
import static org.springframework.security.web.util.matcher.RequestMatchers.not;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.authorization.claims.IdTokenProfileClaims;
import org.exeunt.idp.authorization.claims.IdTokenSessionClaims;
import org.exeunt.idp.authorization.claims.UserInfoMapper;
import org.exeunt.idp.authorization.client.BearerChallenge;
import org.exeunt.idp.authorization.client.ClientAuthenticationConverter;
import org.exeunt.idp.authorization.client.ClientErrorResponse;
import org.exeunt.idp.authorization.client.IgnoreDpopFilter;
import org.exeunt.idp.authorization.client.OAuthCors;
import org.exeunt.idp.authorization.client.PostOnlyEndpoints;
import org.exeunt.idp.authorization.client.PublicClientAuthentication;
import org.exeunt.idp.authorization.device.DeviceAnswers;
import org.exeunt.idp.authorization.device.DeviceAuthorizationProvider;
import org.exeunt.idp.authorization.device.DeviceThrottle;
import org.exeunt.idp.authorization.device.DeviceTokenProvider;
import org.exeunt.idp.authorization.device.DeviceVerification;
import org.exeunt.idp.authorization.request.AuthorizationRequestConverter;
import org.exeunt.idp.authorization.request.AuthorizationRequestValidator;
import org.exeunt.idp.authorization.request.ConsentAnswer;
import org.exeunt.idp.authorization.request.ConsentAnswerFilter;
import org.exeunt.idp.authorization.request.SignInRequirementsContextRepository;
import org.exeunt.idp.authorization.request.SilentRequests;
import org.exeunt.idp.authorization.response.AuthorizationResponder;
import org.exeunt.idp.authorization.response.ConsentAnswerConverter;
import org.exeunt.idp.authorization.store.PresentedGrants;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.client.ClientSecret;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.web.FormProtection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.CorsFilter;

/** Configures Spring's authorization server: which endpoints are on, and which of its beans are replaced. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuthorizationProperties.class)
class AuthorizationServerConfiguration {

    private static final RequestMatcher AUTHORIZATION = pathPattern("/oauth2/authorize");

    private static final RequestMatcher USER_INFO = pathPattern("/userinfo");

    /** An endpoint that is off; the framework authenticates clients there all the same. */
    private static final RequestMatcher PUSHED_AUTHORIZATION = pathPattern("/oauth2/par");

    private static final RequestMatcher FOR_PEOPLE = anyOf(AUTHORIZATION, pathPattern(DeviceVerification.PATH));

    private static final AuthenticationEntryPoint BEARER = new BearerChallenge();

    @Bean
    @Order(2)
    SecurityFilterChain authorizationServerFilterChain(
            HttpSecurity http,
            RegisteredClientRepository clients,
            RelyingParties relyingParties,
            AuthorizationResponder responder,
            Authorizations authorizations,
            Accounts accounts,
            AuthorizationProperties properties,
            TokenRevocation revocation,
            PresentedGrants presentedGrants,
            SecurityContextRepository activeUserContextRepository,
            IdTokenHints hints,
            Audiences audiences,
            InstantSource clock,
            AuthenticationEntryPoint signInPage,
            FormProtection formProtection,
            OAuth2AuthorizationService authorizationService,
            OAuth2TokenGenerator<?> tokenGenerator,
            DeviceThrottle deviceThrottle,
            DeviceAnswers deviceAnswers,
            ConsentAnswer consentAnswer)
            throws Exception {
        var clientErrors = new ClientErrorResponse(relyingParties);
        var metadata = new MetadataCustomizer(relyingParties, clock);
        OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
        BearerTokenResolver accessTokenOfRequest = bearerTokenResolver();
        http.securityMatcher(new OrRequestMatcher(
                        allOf(server.getEndpointsMatcher(), not(PUSHED_AUTHORIZATION)),
                        new PostOnlyEndpoints(),
                        OAuthCors.preflights()))
                .with(
                        server,
                        endpoints -> endpoints
                                .clientAuthentication(authentication -> authentication
                                        .authenticationConverters(converters -> {
                                            converters.clear();
                                            converters.add(new ClientAuthenticationConverter(relyingParties));
                                        })
                                        .errorResponseHandler(clientErrors)
                                        .authenticationProvider(new PublicClientAuthentication(clients))
                                        .authenticationProviders(
                                                AuthorizationServerConfiguration::useClientSecretEncoder))
                                .authorizationEndpoint(endpoint -> endpoint.consentPage("/oauth2/consent")
                                        .authorizationRequestConverter(new AuthorizationRequestConverter())
                                        .authorizationRequestConverter(new ConsentAnswerConverter(authorizationService))
                                        .authenticationProviders(
                                                providers -> useOurChecks(providers, consentAnswer, audiences))
                                        .authorizationResponseHandler(responder::sendCode)
                                        .errorResponseHandler(responder::sendError))
                                .deviceAuthorizationEndpoint(endpoint -> endpoint.verificationUri("/activate")
                                        .errorResponseHandler(DeviceAuthorizationProvider.failureHandler(clientErrors))
                                        .authenticationProviders(providers -> DeviceAuthorizationProvider.decorate(
                                                providers, authorizationService, deviceThrottle)))
                                .deviceVerificationEndpoint(endpoint -> endpoint.consentPage("/oauth2/consent")
                                        .authenticationProviders(providers ->
                                                DeviceVerification.alwaysAsk(providers, deviceThrottle, deviceAnswers))
                                        .errorResponseHandler(DeviceVerification::showFailure))
                                .tokenEndpoint(endpoint -> endpoint.errorResponseHandler(clientErrors)
                                        .authenticationProviders(providers -> {
                                            DeviceTokenProvider.decorate(
                                                    providers, authorizationService, tokenGenerator);
                                            CheckedGrantProvider.checkAll(providers, presentedGrants);
                                        }))
                                // Replaces the framework's provider, which would otherwise be asked after a refusal.
                                .tokenIntrospectionEndpoint(endpoint -> endpoint.errorResponseHandler(clientErrors)
                                        .authenticationProviders(providers -> {
                                            providers.clear();
                                            providers.add(new IntrospectionProvider(
                                                    authorizations, relyingParties, audiences, properties));
                                        }))
                                .tokenRevocationEndpoint(endpoint -> endpoint.errorResponseHandler(clientErrors)
                                        .authenticationProviders(providers -> {
                                            providers.clear();
                                            providers.add(new RevocationProvider(revocation));
                                        }))
                                .authorizationServerMetadataEndpoint(
                                        endpoint -> endpoint.authorizationServerMetadataCustomizer(metadata::describe))
                                .oidc(oidc -> oidc.providerConfigurationEndpoint(endpoint ->
                                                endpoint.providerConfigurationCustomizer(metadata::describeOpenId))
                                        .userInfoEndpoint(
                                                endpoint -> endpoint.userInfoMapper(new UserInfoMapper(accounts)))))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(AuthorizationServerConfiguration::isSilentRequest)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .securityContext(context -> context.securityContextRepository(
                        new SignInRequirementsContextRepository(activeUserContextRepository, hints, clock)))
                .cors(cors ->
                        cors.configurationSource(new OAuthCors(relyingParties, authorizations, accessTokenOfRequest)))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(DelegatingAuthenticationEntryPoint.builder()
                                .addEntryPointFor(
                                        responder::sendLoginRequired, AuthorizationServerConfiguration::isSilentRequest)
                                .addEntryPointFor(signInPage, AuthorizationServerConfiguration::isInteractive)
                                .addEntryPointFor(clientErrors, ClientErrorResponse.ENDPOINTS)
                                .defaultEntryPoint(BEARER)
                                .build()))
                .headers(AbstractHttpConfigurer::disable)
                // The sign-in page's address says where to go on.
                .requestCache(AbstractHttpConfigurer::disable)
                // After CORS: a preflight request is OPTIONS.
                .addFilterAfter(new PostOnlyEndpoints.Refusal(), CorsFilter.class)
                .addFilterAfter(new ConsentAnswerFilter(authorizationService, signInPage), CsrfFilter.class)
                .addFilterAfter(DeviceVerification.csrfFilter(formProtection), CsrfFilter.class)
                .addFilterBefore(new IgnoreDpopFilter(), SecurityContextHolderFilter.class)
                .oauth2ResourceServer(bearer -> bearer.bearerTokenResolver(accessTokenOfRequest)
                        .authenticationEntryPoint(BEARER)
                        .jwt(opaque -> opaque.authenticationManager(
                                new OpaqueTokenAuthenticationManager(authorizations, relyingParties))));
        return http.build();
    }

    /** With {@code prompt=none} the answer is {@code login_required}, not a page (OpenID Connect Core 1.0, 3.1.2.6). */
    private static boolean isSilentRequest(HttpServletRequest request) {
        return AUTHORIZATION.matches(request) && SilentRequests.isSilent(request.getParameter("prompt"));
    }

    /**
     * A user who has to sign in gets the sign-in page, whatever the {@code Accept} header says: clients and proxies change it. Only
     * what a script or a tag of a page loads gets 401.
     */
    private static boolean isInteractive(HttpServletRequest request) {
        return FOR_PEOPLE.matches(request) && FetchMetadata.mayBeNavigation(request);
    }

    /**
     * A token may come in a form (RFC 6750, section 2.2) but not in the query. Only userinfo accepts one: at the
     * endpoints for users the access token of a client must not authenticate the user.
     */
    private static BearerTokenResolver bearerTokenResolver() {
        var resolver = new DefaultBearerTokenResolver();
        resolver.setAllowFormEncodedBodyParameter(true);
        return request -> USER_INFO.matches(request) ? resolver.resolve(request) : null;
    }

    private static void useOurChecks(
            List<AuthenticationProvider> providers, ConsentAnswer consentAnswer, Audiences audiences) {
        consentAnswer.require(providers);
        for (var provider : providers) {
            if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider requests) {
                requests.setAuthenticationValidator(new OAuth2AuthorizationCodeRequestAuthenticationValidator()
                        .andThen(new AuthorizationRequestValidator(audiences)));
                requests.setAuthorizationConsentRequired(AuthorizationRequestValidator::isConsentRequired);
            }
        }
    }

    private static void useClientSecretEncoder(List<AuthenticationProvider> providers) {
        for (var provider : providers) {
            if (provider instanceof ClientSecretAuthenticationProvider secrets) {
                secrets.setPasswordEncoder(new ClientSecret());
            }
        }
    }

    /** Authenticates requests with an access token at this server's own endpoints. */
    @Bean
    AuthenticationManagerResolver<HttpServletRequest> accessTokens(
            Authorizations authorizations, RelyingParties relyingParties) {
        var accessTokens = new OpaqueTokenAuthenticationManager(authorizations, relyingParties);
        return _ -> accessTokens;
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(AuthorizationProperties properties) {
        return AuthorizationServerSettings.builder()
                .issuer(properties.issuer().toString())
                .build();
    }

    @Bean
    OAuth2TokenGenerator<OAuth2Token> tokenGenerator(
            JwtEncoder encoder,
            Accounts accounts,
            RelyingParties relyingParties,
            Audiences audiences,
            InstantSource clock) {
        var sessionClaims = new IdTokenSessionClaims();
        var profileClaims = new IdTokenProfileClaims(accounts, relyingParties);
        var idTokens = new JwtGenerator(encoder);
        idTokens.setJwtCustomizer(context -> {
            profileClaims.customize(context);
            sessionClaims.customize(context);
        });
        var accessTokens = new OAuth2AccessTokenGenerator();
        accessTokens.setAccessTokenCustomizer(audiences);
        return new DelegatingOAuth2TokenGenerator(idTokens, accessTokens, new RefreshTokenGenerator(clock));
    }

    /**
     * Has no sessions, so that the framework derives no {@code sid} of its own, which could be that of another user
     * or browser.
     */
    @Bean
    SessionRegistry sessionRegistry() {
        return new EmptySessionRegistry();
    }
}
