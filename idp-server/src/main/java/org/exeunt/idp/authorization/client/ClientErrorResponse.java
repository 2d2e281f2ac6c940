package org.exeunt.idp.authorization.client;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientSecret;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.theme.ErrorCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Answers the errors of the endpoints at which clients authenticate (RFC 6749, section 5.2): 401 and the challenge {@code Basic} for
 * {@code invalid_client}, also if the request has no client authentication, and 400 for all others. Spring's defaults have no challenge,
 * an empty body or the challenge {@code Bearer} without client authentication, and at some endpoints 400 for {@code invalid_client}.
 *
 * <p>Each error has a description for the developers of the client, and one line in the log for operators.
 */
public final class ClientErrorResponse implements AuthenticationFailureHandler, AuthenticationEntryPoint {

    private static final Map<String, RequestMatcher> BY_NAME = Map.of(
            "token", pathPattern("/oauth2/token"),
            "revocation", pathPattern("/oauth2/revoke"),
            "introspection", pathPattern("/oauth2/introspect"),
            "device_authorization", pathPattern("/oauth2/device_authorization"));

    /** The endpoints at which clients authenticate. */
    public static final RequestMatcher ENDPOINTS = new OrRequestMatcher(List.copyOf(BY_NAME.values()));

    /** Value of the header {@code WWW-Authenticate} that every 401 must have (RFC 9110, section 11.6.1). */
    public static final String CHALLENGE = "Basic realm=\"oauth2\"";

    private static final Logger log = LoggerFactory.getLogger(ClientErrorResponse.class);

    /** Errors that a client expects in normal operation; all others are faults of a request or a registration. */
    private static final Set<String> NORMAL =
            Set.of("authorization_pending", "slow_down", "access_denied", "expired_token");

    /** Characters of a client secret; no shorter value of an unknown client can be a secret in the wrong field. */
    private static final int SHORTEST_SECRET = ClientSecret.MINIMUM_LENGTH;

    private static final int SHORTENED = 8;

    private final RelyingParties relyingParties;
    private final PresentedClientReader presentedClients;
    private final HttpMessageConverter<OAuth2Error> json = new OAuth2ErrorHttpMessageConverter();

    public ClientErrorResponse(RelyingParties relyingParties) {
        this.relyingParties = relyingParties;
        this.presentedClients = new PresentedClientReader(relyingParties);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        SecurityContextHolder.clearContext();
        OAuth2Error error = failure instanceof OAuth2AuthenticationException refused
                ? refused.getError()
                : new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
        String description = ClientErrors.describe(error, request);
        if (!NORMAL.contains(error.getErrorCode())) {
            log.warn(
                    "client request refused: endpoint={} error={} {}",
                    endpoint(request),
                    error.getErrorCode(),
                    ErrorCause.loggable(details(description, request)));
        }
        boolean unauthenticated = error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT);
        var answer = new ServletServerHttpResponse(response);
        answer.setStatusCode(unauthenticated ? HttpStatus.UNAUTHORIZED : HttpStatus.BAD_REQUEST);
        if (unauthenticated) {
            answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        json.write(new OAuth2Error(error.getErrorCode(), description, null), null, answer);
    }

    /** A request that presents no client. */
    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException unauthenticated)
            throws IOException {
        onAuthenticationFailure(
                request,
                response,
                ClientErrors.invalidClient(
                        "the request has no client authentication: send the header Authorization with the scheme"
                                + " Basic, or client_id and client_secret in the form; a public client sends client_id"));
    }

    private Map<String, String> details(String description, HttpServletRequest request) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("cause", description);
        presentedId(request).ifPresent(id -> {
            if (relyingParties.find(id).isPresent()) {
                details.put("client", id);
            } else {
                details.put("unknown_client", id.length() < SHORTEST_SECRET ? id : id.substring(0, SHORTENED) + "...");
            }
        });
        return details;
    }

    private static String endpoint(HttpServletRequest request) {
        return BY_NAME.entrySet().stream()
                .filter(endpoint -> endpoint.getValue().matches(request))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** The client that the request names; as far as it can be told, if the request is refused for how it names it. */
    private Optional<String> presentedId(HttpServletRequest request) {
        try {
            return presentedClients.read(request).named();
        } catch (OAuth2AuthenticationException refused) {
            return Optional.ofNullable(request.getParameter(OAuth2ParameterNames.CLIENT_ID));
        }
    }
}
