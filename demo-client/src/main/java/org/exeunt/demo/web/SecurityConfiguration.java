package org.exeunt.demo.web;

import org.exeunt.demo.backchannel.BackChannel;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.evidence.ProbeCallbackFilter;
import org.exeunt.demo.evidence.SessionProbe;
import org.exeunt.demo.signin.EndedSignInFilter;
import org.exeunt.demo.signin.SignIns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CALLBACK = "/login/oauth2/code/exeunt";

    @Bean
    SecurityFilterChain pages(
            HttpSecurity http,
            SessionProbe probe,
            DemoProperties demo,
            StalePageHandler stalePages,
            SignInFailureHandler failed,
            SignIns signIns,
            OidcSessionRegistry sessions,
            BackChannel backChannel) {
        http
                // Every page has something to say to everybody; what it says depends on who is signed in.
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .oauth2Login(
                        login -> login.loginPage("/").failureHandler(failed).defaultSuccessUrl("/", true))
                // Signing out is what this application is about: it has its own ways, and no hidden one.
                .logout(AbstractHttpConfigurer::disable)
                .oidcLogout(logout -> logout.oidcSessionRegistry(sessions)
                        .backChannel(endpoint -> endpoint.logoutHandler(backChannel.handler())))
                .addFilterAfter(backChannel.guard(), HeaderWriterFilter.class)
                .addFilterAfter(new EndedSignInFilter(signIns), SecurityContextHolderFilter.class)
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(exceptions -> exceptions.accessDeniedHandler(stalePages))
                .addFilterBefore(
                        new ProbeCallbackFilter(probe, CALLBACK), OAuth2AuthorizationRequestRedirectFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy(demo.server())))
                        // The origin alone: the identity provider may know which site sent the browser, not the page.
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.STRICT_ORIGIN)));
        return http.build();
    }

    /** No form-action: Chromium applies it to the redirects after a form, and ours lead to the identity provider. */
    private static String policy(String server) {
        return String.join(
                "; ",
                "default-src 'none'",
                "style-src 'self'",
                "img-src 'self'",
                "script-src 'self' " + server,
                "connect-src 'self' " + server,
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }
}
