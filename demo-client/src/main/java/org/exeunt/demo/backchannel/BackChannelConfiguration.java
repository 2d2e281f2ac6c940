package org.exeunt.demo.backchannel;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.server.ServerAddresses;
import org.exeunt.demo.signin.CurrentSignIn;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

@Configuration(proxyBeanMethods = false)
class BackChannelConfiguration {

    /** Where the framework receives logout tokens; what is registered as {@code backchannel_logout_uri}. */
    static final String PATH = "/logout/connect/back-channel/" + CurrentSignIn.REGISTRATION;

    private static final int LARGEST_KEY_SET = 64 * 1024;

    /** Tokens with an unknown {@code kid} cause at most two look-ups of the identity provider's keys in this time. */
    private static final Duration LOOK_UP_INTERVAL = Duration.ofSeconds(30);

    /** RS256 alone, by the default of {@link NimbusJwtDecoder}; keys from nowhere but the configured address. */
    @Bean
    JwtDecoder logoutTokenDecoder(ServerAddresses server, DemoProperties demo, InstantSource clock)
            throws MalformedURLException {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        URI.create(server.jwks()).toURL(),
                        new DefaultResourceRetriever(
                                (int) demo.connectTimeout().toMillis(),
                                (int) demo.readTimeout().toMillis(),
                                LARGEST_KEY_SET))
                .rateLimited(LOOK_UP_INTERVAL.toMillis())
                .build();
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withJwkSource(new RateLimitedKeys(keys)).build();
        decoder.setJwtValidator(
                new LogoutTokenRules(clock, server.issuer(), demo.self().clientId()));
        return decoder;
    }

    @Bean
    BackChannel backChannel(LogoutTokenGuard guard, SessionEndingLogoutHandler handler) {
        return new BackChannel(guard, handler);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> moods(FaultInjectionValve valve) {
        return tomcat -> tomcat.addContextValves(valve);
    }

    /** It belongs into the security chain alone, after the filter that writes the headers. */
    @Bean
    FilterRegistrationBean<LogoutTokenGuard> guardRegistration(LogoutTokenGuard guard) {
        var registration = new FilterRegistrationBean<>(guard);
        registration.setEnabled(false);
        return registration;
    }
}
