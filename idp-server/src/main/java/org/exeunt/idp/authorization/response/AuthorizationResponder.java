package org.exeunt.idp.authorization.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.exeunt.idp.authorization.AuthorizationProperties;
import org.exeunt.idp.authorization.checksession.SessionState;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.theme.ErrorCause;
import org.exeunt.idp.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

/**
 * Answers authorization requests: the code or the error goes to the redirect URI, in the response mode that was asked for, with
 * {@code iss} and, for clients that want it, {@code session_state}. Where the client is unknown or the redirect URI is not registered,
 * the user gets a page that says so, and the log the details (RFC 6749, section 4.1.2.1).
 */
@Component
public class AuthorizationResponder {

    private static final Logger log = LoggerFactory.getLogger(AuthorizationResponder.class);

    /** Errors that a client expects in normal operation; all others are faults of a request or a registration. */
    private static final Set<String> NORMAL = Set.of(
            "login_required",
            "consent_required",
            "interaction_required",
            "account_selection_required",
            "access_denied");

    /** The framework wants one; it has no effect on the comparison of redirect URIs. */
    private static final String AUTHORIZATION_URI = "/oauth2/authorize";

    private static final Authentication ANYBODY = new AnonymousAuthenticationToken(
            "authorization", "anybody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    private final RegisteredClientRepository registeredClients;
    private final RelyingParties relyingParties;
    private final SessionState sessionState;
    private final FormPostPage formPostPage;
    private final String issuer;

    AuthorizationResponder(
            RegisteredClientRepository registeredClients,
            RelyingParties relyingParties,
            SessionState sessionState,
            FormPostPage formPostPage,
            AuthorizationProperties properties) {
        this.registeredClients = registeredClients;
        this.relyingParties = relyingParties;
        this.sessionState = sessionState;
        this.formPostPage = formPostPage;
        this.issuer = properties.issuer().toString();
    }

    /** Sends the code. */
    public void sendCode(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var answer = (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(
                "code", Objects.requireNonNull(answer.getAuthorizationCode()).getTokenValue());
        send(
                new Target(answer.getClientId(), Objects.requireNonNull(answer.getRedirectUri()), answer.getState()),
                parameters,
                request,
                response);
    }

    /** Sends the error, or shows a page if there is no redirect URI to send it to. */
    public void sendError(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2Error error = failure instanceof OAuth2AuthenticationException refused
                ? refused.getError()
                : new OAuth2Error("server_error");
        Optional<Target> target = target(request, failure);
        if (target.isEmpty()) {
            refuse(error, request, response);
            return;
        }
        if (!NORMAL.contains(error.getErrorCode())) {
            log.warn(
                    "authorization request refused: error={} {}",
                    error.getErrorCode(),
                    ErrorCause.loggable(details(error, target.get().clientId(), request)));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.getErrorCode());
        parameters.put("error_description", ErrorDescription.describe(error));
        send(target.get(), parameters, request, response);
    }

    /** A request with {@code prompt=none} whose session ended while it was answered: {@code login_required}, and no page. */
    public void sendLoginRequired(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException unauthenticated)
            throws IOException {
        sendError(
                request,
                response,
                new OAuth2AuthenticationException(ErrorDescription.of("login_required", "prompt"), unauthenticated));
    }

    /** Where the answer goes: the redirect URI was compared with the registered ones. */
    private record Target(
            String clientId, String redirectUri, @Nullable String state) {}

    /** As the framework found it; else as the request itself says, if that is registered. */
    private Optional<Target> target(HttpServletRequest request, AuthenticationException failure) {
        if (failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused) {
            OAuth2AuthorizationCodeRequestAuthenticationToken asked =
                    refused.getAuthorizationCodeRequestAuthentication();
            if (asked != null && asked.getRedirectUri() != null) {
                return Optional.of(new Target(asked.getClientId(), asked.getRedirectUri(), asked.getState()));
            }
        }
        String clientId = single(request, "client_id");
        RegisteredClient client = clientId == null ? null : registeredClients.findByClientId(clientId);
        return client == null ? Optional.empty() : target(request, client);
    }

    private static Optional<Target> target(HttpServletRequest request, RegisteredClient client) {
        String redirectUri = single(request, "redirect_uri");
        if (isConsent(request) || (redirectUri == null && request.getParameter("redirect_uri") != null)) {
            return Optional.empty();
        }
        var asked = new OAuth2AuthorizationCodeRequestAuthenticationToken(
                AUTHORIZATION_URI,
                client.getClientId(),
                ANYBODY,
                redirectUri,
                null,
                Scopes.parse(Objects.requireNonNullElse(single(request, "scope"), "openid")),
                Map.of());
        try {
            OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(
                    OAuth2AuthorizationCodeRequestAuthenticationContext.with(asked)
                            .registeredClient(client)
                            .build());
        } catch (OAuth2AuthorizationCodeRequestAuthenticationException notRegistered) {
            return Optional.empty();
        }
        return Optional.of(new Target(
                client.getClientId(),
                redirectUri != null
                        ? redirectUri
                        : client.getRedirectUris().iterator().next(),
                single(request, "state")));
    }

    private void send(
            Target target, Map<String, String> parameters, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (target.state() != null && !target.state().isEmpty()) {
            parameters.put("state", target.state());
        }
        parameters.put("iss", issuer);
        RelyingParty client = relyingParties.find(target.clientId()).orElseThrow();
        sessionState
                .of(client, target.redirectUri(), request, response)
                .ifPresent(state -> parameters.put("session_state", state));
        switch (ResponseMode.of(request)) {
            case QUERY -> response.sendRedirect(withQuery(target.redirectUri(), parameters));
            case FORM_POST -> formPostPage.write(target.redirectUri(), parameters, client, request, response);
        }
    }

    private static String withQuery(String redirectUri, Map<String, String> parameters) {
        return redirectUri
                + (redirectUri.contains("?") ? "&" : "?")
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    /** A page that says what is wrong, since there is no address to answer to. */
    private void refuse(OAuth2Error error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String clientId = single(request, "client_id");
        Optional<RelyingParty> client = Optional.ofNullable(clientId).flatMap(relyingParties::find);
        String redirectUri = single(request, "redirect_uri");
        Map<String, String> details = details(error, Objects.requireNonNullElse(clientId, ""), request);
        if (redirectUri != null) {
            details.put("redirect_uri", withoutQuery(redirectUri));
            client.map(registered -> registered.nearMisses(redirectUri))
                    .ifPresent(near -> details.put("registered_nearly_the_same", String.join(" ", near)));
        }
        new ErrorCause(cause(client, request), details).send(HttpServletResponse.SC_BAD_REQUEST, request, response);
    }

    /** Part of the keys of messages. */
    private static String cause(Optional<RelyingParty> client, HttpServletRequest request) {
        String[] clientIds = request.getParameterValues("client_id");
        String[] redirectUris = request.getParameterValues("redirect_uri");
        if (clientIds == null || clientIds[0].isBlank()) {
            return "missing-client";
        }
        if (clientIds.length > 1 || (redirectUris != null && redirectUris.length > 1)) {
            return "repeated-parameter";
        }
        if (client.isEmpty()) {
            return "unknown-client";
        }
        if (isConsent(request)) {
            return "unknown-consent";
        }
        return redirectUris == null || redirectUris[0].isBlank() ? "missing-redirect-uri" : "unregistered-redirect-uri";
    }

    private static boolean isConsent(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && request.getParameter("response_type") == null;
    }

    private static Map<String, String> details(OAuth2Error error, String clientId, HttpServletRequest request) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("client", clientId);
        ErrorDescription.parameter(error).ifPresent(parameter -> {
            details.put("parameter", parameter);
            if (ErrorDescription.mayBeLogged(parameter)) {
                details.put("value", Objects.requireNonNullElse(request.getParameter(parameter), ""));
            }
        });
        return details;
    }

    /** The value; {@code null} if it is absent, blank or repeated. */
    private static @Nullable String single(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null || values.length != 1 || values[0].isBlank() ? null : values[0];
    }

    /** Applications put all kinds of things there; none belongs in a log. */
    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query) + "?...";
    }
}
