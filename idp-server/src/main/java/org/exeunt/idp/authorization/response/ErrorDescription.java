package org.exeunt.idp.authorization.response;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2Error;

/** What an error of the authorization endpoint tells the developers of the client ({@code error_description}). */
public final class ErrorDescription {

    /** The framework's descriptions consist of this and the name of a parameter. */
    private static final String PREFIX = "OAuth 2.0 Parameter: ";

    /** By error, where the error says more than the parameter. */
    private static final Map<String, String> BY_ERROR = Map.ofEntries(
            entry("login_required", "prompt=none was sent, and the person has to sign in first"),
            entry("consent_required", "prompt=none was sent, and the person has to be asked for consent"),
            entry("access_denied", "The person declined the request"),
            entry("unauthorized_client", "client_id names a client without the grant type authorization_code"),
            entry("invalid_scope", "scope has a value that is not registered for this client"),
            entry("unsupported_response_type", "response_type must be code"));

    private static final Map<String, String> BY_PARAMETER = Map.ofEntries(
            entry("response_type", "response_type is missing or repeated; it must be code"),
            entry("response_mode", "response_mode must be query or form_post"),
            entry("scope", "scope is repeated; send one list with spaces"),
            entry("state", "state is repeated"),
            entry("prompt", "prompt has none together with other values, or is repeated"),
            entry("max_age", "max_age must be a number of seconds"),
            entry(
                    "code_challenge",
                    "code_challenge is missing or repeated; this client must use PKCE with code_challenge_method=S256"),
            entry("code_challenge_method", "code_challenge_method must be S256"),
            entry("request", "request is not supported; send the parameters themselves"),
            entry("request_uri", "request_uri is not supported; send the parameters themselves"),
            entry("registration", "registration is not supported; clients are registered by configuration"),
            entry("resource", "resource has a value that is not registered for this client"),
            entry("id_token_hint", "id_token_hint names another person than the one who is signed in"));

    /** Parameters whose values cannot be secrets. */
    private static final Set<String> LOGGABLE =
            Set.of("response_type", "response_mode", "scope", "prompt", "max_age", "code_challenge_method", "resource");

    private ErrorDescription() {}

    /** An error about this parameter. */
    public static OAuth2Error of(String error, String parameter) {
        return new OAuth2Error(error, PREFIX + parameter, null);
    }

    /** The parameter that an error is about; empty if it names none. */
    static Optional<String> parameter(OAuth2Error error) {
        return Optional.ofNullable(error.getDescription())
                .filter(description -> description.startsWith(PREFIX))
                .map(description -> description.substring(PREFIX.length()));
    }

    static boolean mayBeLogged(String parameter) {
        return LOGGABLE.contains(parameter);
    }

    /** A sentence without a full stop, of characters that {@code error_description} allows (RFC 6749, section 4.1.2.1). */
    static String describe(OAuth2Error error) {
        String parameter = parameter(error).orElse("");
        String byParameter = BY_PARAMETER.get(parameter);
        return byParameter != null && (parameter.equals("id_token_hint") || !BY_ERROR.containsKey(error.getErrorCode()))
                ? byParameter
                : Optional.ofNullable(BY_ERROR.get(error.getErrorCode()))
                        .orElseGet(() -> parameter.isEmpty()
                                ? "The request cannot be answered"
                                : parameter + " is missing, repeated or cannot be read");
    }
}
