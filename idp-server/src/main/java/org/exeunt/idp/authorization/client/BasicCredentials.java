package org.exeunt.idp.authorization.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Client id and secret in the header {@code Authorization}, by the scheme {@code Basic} (RFC 6749, section 2.3.1).
 *
 * @param secret empty if the client has none
 */
record BasicCredentials(String clientId, String secret) {

    /**
     * The credentials of a request; empty if it has no such header, or one without a value.
     *
     * @throws OAuth2AuthenticationException {@code invalid_request} if there are several such headers; {@code invalid_client} if the header
     *     has another scheme or cannot be read
     */
    static Optional<BasicCredentials> of(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() > 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return headers.stream()
                .map(String::strip)
                .filter(header -> !header.isEmpty())
                .map(BasicCredentials::parse)
                .findFirst();
    }

    private static BasicCredentials parse(String header) {
        String[] schemeAndValue = header.split("\\s+", -1);
        if (schemeAndValue.length != 2 || !schemeAndValue[0].equalsIgnoreCase("Basic")) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        try {
            // Split first: an encoded colon is part of the id or of the secret.
            String[] credentials = new String(Base64.getDecoder().decode(schemeAndValue[1]), UTF_8).split(":", 2);
            if (credentials.length == 2 && !credentials[0].isBlank()) {
                return new BasicCredentials(
                        URLDecoder.decode(credentials[0], UTF_8), URLDecoder.decode(credentials[1], UTF_8));
            }
        } catch (IllegalArgumentException unreadable) {
            // Answered below.
        }
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + clientId + "]";
    }
}
