package org.exeunt.idp.authorization.client;

import static java.util.Map.entry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Errors of the endpoints at which clients authenticate, and what they tell the developers of the client ({@code error_description}). A
 * description consists of characters that RFC 6749, section 5.2, allows, and tells nothing about a secret but that it is wrong.
 */
final class ClientErrors {

    /** The framework's descriptions are a prefix and the name of a parameter. */
    private static final Pattern BY_FRAMEWORK =
            Pattern.compile("(?:OAuth 2\\.0 (?:[A-Za-z ]+ )?Parameter|Client authentication failed): (\\w+)");

    /** By error, where the error says more than the parameter. */
    private static final Map<String, String> BY_ERROR = Map.ofEntries(
            entry("unauthorized_client", "the client is not registered for this grant type"),
            entry("unsupported_grant_type", "grant_type is not supported"),
            entry("invalid_scope", "scope has a value that is not registered for the client, or was not granted"),
            entry("authorization_pending", "the user has not answered yet"),
            entry("slow_down", "wait longer between two requests"),
            entry("access_denied", "the user declined the request"),
            entry("expired_token", "device_code has expired"));

    /** By what the framework's client authentication names as at fault. */
    private static final Map<String, String> BY_CREDENTIAL = Map.ofEntries(
            entry("client_id", "client_id is unknown"),
            entry(
                    "authentication_method",
                    "this client authenticates in another way: a client with a secret sends it, a public client has none"),
            entry("client_secret", "client_secret is wrong"),
            entry("code", "unknown authorization code"),
            entry("code_verifier", "code_verifier is missing, or does not match the code_challenge"),
            entry("code_challenge", "code_verifier was sent, but the authorization request had no code_challenge"));

    /** {@code invalid_grant} without a description, by grant type. */
    private static final Map<String, String> BY_GRANT_TYPE = Map.of(
            "authorization_code",
                    "the authorization code has expired, or redirect_uri is not that of the authorization request",
            "refresh_token", "the refresh token has expired",
            "urn:ietf:params:oauth:grant-type:device_code", "the device code was revoked, or its session has ended");

    private ClientErrors() {}

    static OAuth2AuthenticationException invalidClient(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null));
    }

    static OAuth2AuthenticationException invalidRequest(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null));
    }

    /** A sentence without a full stop, for an error of ours or of the framework. */
    static String describe(OAuth2Error error, HttpServletRequest request) {
        String byError = BY_ERROR.get(error.getErrorCode());
        if (byError != null) {
            return byError;
        }
        String description = error.getDescription();
        if (description == null) {
            return error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_GRANT)
                    ? BY_GRANT_TYPE.getOrDefault(
                            Objects.requireNonNullElse(request.getParameter(OAuth2ParameterNames.GRANT_TYPE), ""),
                            "the grant is not valid")
                    : "the request cannot be answered";
        }
        Matcher named = BY_FRAMEWORK.matcher(description);
        if (!named.matches()) {
            return description;
        }
        return description.startsWith("OAuth")
                ? named.group(1) + " is missing or repeated"
                : BY_CREDENTIAL.getOrDefault(named.group(1), "client authentication failed");
    }
}
