package org.exeunt.idp.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;
import static org.springframework.security.web.util.matcher.RequestMatchers.anyOf;
import static org.springframework.security.web.util.matcher.RequestMatchers.not;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chains besides the authorization server's. Logout comes first, so that {@code /connect/logout} is ours and not
 * the framework's.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Scope of programs that end the sessions of other users. */
    private static final String ADMINISTRATORS = "exeunt.admin";

    /** Scope of programs that send push messages to devices. */
    private static final String SENDERS = "exeunt.push";

    /** The pages that need no sign-in. */
    private static final RequestMatcher PUBLIC_PAGES = anyOf(
            pathPattern("/"),
            pathPattern("/login"),
            pathPattern("/login/failed"),
            pathPattern("/error"),
            pathPattern("/problems/*"),
            pathPattern("/favicon.ico"));

    /** The pages of a signed-in user. */
    private static final RequestMatcher USER_PAGES = anyOf(
            pathPattern("/devices"),
            pathPattern("/devices/sign-out"),
            pathPattern("/devices/sign-out-others"),
            pathPattern("/devices/sign-out-everywhere"),
            pathPattern("/devices/sign-out-of-app"),
            pathPattern("/password"),
            pathPattern("/activate"),
            pathPattern("/oauth2/consent"));

    private static final RequestMatcher UNKNOWN = not(anyOf(PUBLIC_PAGES, USER_PAGES));

    /**
     * The operators' endpoints answer on a port of their own, which is bound to this machine unless configured otherwise,
     * and never on the public one, to those whom {@link OperatorAccess} allows. Whether the process is alive may be asked without a token.
     */
    @Bean
    @Order(0)
    SecurityFilterChain operatorsFilterChain(HttpSecurity http, OperatorAccess operators) throws Exception {
        // Not a constant: a matcher remembers the endpoints of the first application context that it sees.
        RequestMatcher probes = EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HealthEndpoint.class);
        RequestMatcher liveness = pathPattern("/actuator/health/liveness");
        http.securityMatcher(new OrRequestMatcher(EndpointRequest.toAnyEndpoint(), probes))
                .authorizeHttpRequests(requests -> requests.requestMatchers(probes)
                        .permitAll()
                        .anyRequest()
                        .access((_, call) -> new AuthorizationDecision(operators.allows(call.getRequest())
                                || (operators.needsToken() && liveness.matches(call.getRequest())))))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                        operators.needsToken()
                                ? (_, response, _) -> refuse(response, HttpStatus.UNAUTHORIZED, "Bearer")
                                : new HttpStatusEntryPoint(HttpStatus.FORBIDDEN)))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable);
        // With the framework's headers: on a port of its own there are none of ours.
        return http.build();
    }

    /**
     * Programs that call with an access token. It is checked here, before anything reads the body, and nothing else signs them in: no
     * cookie of a user.
     */
    @Bean
    @Order(1)
    SecurityFilterChain accessTokenFilterChain(
            HttpSecurity http,
            AuthenticationManagerResolver<HttpServletRequest> accessTokens,
            RelyingParties relyingParties,
            CallingPages callingPages)
            throws Exception {
        AuthenticationEntryPoint invalidToken =
                (_, response, _) -> refuse(response, HttpStatus.UNAUTHORIZED, "Bearer error=\"invalid_token\"");
        http.securityMatcher("/api/admin/**", "/api/push-tokens/**", "/oauth2/global-token-revocation")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/api/push-tokens/check")
                        .hasAuthority("SCOPE_" + SENDERS)
                        .requestMatchers("/api/push-tokens/**")
                        .authenticated()
                        .anyRequest()
                        .hasAuthority("SCOPE_" + ADMINISTRATORS))
                .oauth2ResourceServer(bearer ->
                        bearer.authenticationManagerResolver(accessTokens).authenticationEntryPoint(invalidToken))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(invalidToken)
                        .defaultAccessDeniedHandlerFor(insufficientScope(SENDERS), pathPattern("/api/push-tokens/**"))
                        .defaultAccessDeniedHandlerFor(insufficientScope(ADMINISTRATORS), AnyRequestMatcher.INSTANCE))
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .addFilter(SessionCors.filter(relyingParties, callingPages));
        return withoutHeaders(http).build();
    }

    private static AccessDeniedHandler insufficientScope(String scope) {
        return (_, response, _) ->
                refuse(response, HttpStatus.FORBIDDEN, "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    /** @param challenge as in RFC 6750, section 3 */
    private static void refuse(HttpServletResponse response, HttpStatus status, String challenge) {
        response.setStatus(status.value());
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }

    /** Without CSRF tokens: other sites may send users here, and the policy decides what that may do. */
    @Bean
    @Order(1)
    SecurityFilterChain logoutFilterChain(
            HttpSecurity http,
            SecurityContextRepository readOnlyUserContextRepository,
            RelyingParties relyingParties,
            CallingPages pages)
            throws Exception {
        http.securityMatcher(
                        "/logout",
                        "/logout/**",
                        "/connect/logout",
                        "/api/2/logout",
                        "/api/auth/**",
                        "/auth/**",
                        "/login/refresh/invalidate",
                        "/oauth2/authorize-challenge",
                        "/session",
                        "/v2/session",
                        "/ajax/**",
                        "/rpc/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .securityContext(context -> context.securityContextRepository(readOnlyUserContextRepository))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // Nobody signs in here; it would look for the session a second time.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .addFilter(SessionCors.filter(relyingParties, pages));
        return withoutHeaders(http).build();
    }

    /** Public files: cacheable, and readable by scripts of any origin, since modules are fetched that way. */
    @Bean
    @Order(3)
    SecurityFilterChain filesFilterChain(HttpSecurity http) throws Exception {
        http.securityMatcher("/sdk/**", "/themes/**", "/connect/check-session/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .cors(cors -> cors.configurationSource(SessionCors.everybodyMayRead()))
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(relyingPartiesPagesRunTheSdk()));
        return http.build();
    }

    /** The policy of {@link SecurityHeadersValve} would keep browsers from running our script in a page of another origin. */
    private static HeaderWriter relyingPartiesPagesRunTheSdk() {
        return new DelegatingRequestMatcherHeaderWriter(
                pathPattern("/sdk/**"),
                (_, response) -> response.setHeader("Cross-Origin-Resource-Policy", "cross-origin"));
    }

    /** The pages, and every address that no other chain knows. What is not listed is denied, and answered 404, also if a controller has it. */
    @Bean
    @Order(4)
    SecurityFilterChain pagesFilterChain(
            HttpSecurity http,
            SecurityContextRepository activeUserContextRepository,
            AuthenticationEntryPoint signInPage,
            AuthenticationManager passwordAuthenticationManager,
            AuthenticationDetailsSource<HttpServletRequest, ?> attemptSource,
            AuthenticationSuccessHandler signInSuccessHandler,
            AuthenticationFailureHandler signInFailed,
            FormProtection formProtection,
            FormRefusal formRefusal)
            throws Exception {
        http.authorizeHttpRequests(requests -> requests.requestMatchers(PUBLIC_PAGES)
                        .permitAll()
                        .requestMatchers(USER_PAGES)
                        .authenticated()
                        .anyRequest()
                        .denyAll())
                .securityContext(context -> context.securityContextRepository(activeUserContextRepository))
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                                (_, response, _) -> response.sendError(HttpServletResponse.SC_NOT_FOUND), UNKNOWN)
                        .defaultAuthenticationEntryPointFor(signInPage, AnyRequestMatcher.INSTANCE)
                        // Also answers a request that the protection of forms refuses before its address is looked at.
                        .defaultAccessDeniedHandlerFor(
                                (_, response, _) -> response.sendError(HttpServletResponse.SC_NOT_FOUND), UNKNOWN)
                        .defaultAccessDeniedHandlerFor(formRefusal, AnyRequestMatcher.INSTANCE))
                .csrf(formProtection)
                // The sign-in page's address says where to go on.
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // Without a parent that would check a password once more, uncounted.
                .authenticationManager(passwordAuthenticationManager)
                .formLogin(form -> form.loginPage("/login")
                        .authenticationDetailsSource(attemptSource)
                        .successHandler(signInSuccessHandler)
                        .failureHandler(signInFailed)
                        .permitAll());
        http.headers(headers -> headers.defaultsDisabled().addHeaderWriter(ownPagesHaveNoOpener()));
        return http.build();
    }

    /**
     * The pages that no sign-in and no sign-out leads through. All others may be opened in a popup window by a relying party, which
     * then waits for it: any policy on one of them, {@code same-origin-allow-popups} too, would cut the two off from each other.
     */
    private static HeaderWriter ownPagesHaveNoOpener() {
        return new DelegatingRequestMatcherHeaderWriter(
                anyOf(pathPattern("/devices/**"), pathPattern("/password")),
                (_, response) -> response.setHeader("Cross-Origin-Opener-Policy", "same-origin"));
    }

    /**
     * Nobody reads the time that each filter took, and measuring it cost more than the filters. What requests take and how they
     * end is measured all the same.
     */
    @Bean
    SecurityObservationSettings filtersAreNotMeasured() {
        return SecurityObservationSettings.noObservations();
    }

    /** Those that {@link SecurityHeadersValve} says on every answer are enough. */
    private static HttpSecurity withoutHeaders(HttpSecurity http) throws Exception {
        return http.headers(AbstractHttpConfigurer::disable);
    }
}
