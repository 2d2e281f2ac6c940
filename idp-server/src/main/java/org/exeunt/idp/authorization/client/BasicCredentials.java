package org.exeunt.idp.authorization.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

/**
 * Client id and secret in the header {@code Authorization}, by the scheme {@code Basic}. RFC 6749, section 2.3.1, demands that clients
 * encode both like values of a form before they put them there. Many do not ({@code curl -u}, and most HTTP libraries).
 *
 * @param secret empty if the client has none
 */
record BasicCredentials(String clientId, String secret) {

    /**
     * What the credentials of a request may mean: id and secret both decoded, and both as they were sent. Only one of the two if they are
     * the same, or cannot be decoded; none if the request has no such header, or one without a value.
     *
     * @throws OAuth2AuthenticationException {@code invalid_request} if there are several such headers; {@code invalid_client} if the header
     *     has another scheme or cannot be read
     */
    static List<BasicCredentials> of(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() > 1) {
            throw ClientErrors.invalidRequest("the header Authorization is repeated");
        }
        return headers.stream()
                .map(String::strip)
                .filter(header -> !header.isEmpty())
                .map(BasicCredentials::parse)
                .flatMap(asSent -> Stream.concat(asSent.decoded().stream(), Stream.of(asSent)))
                .distinct()
                .toList();
    }

    private static BasicCredentials parse(String header) {
        String[] schemeAndValue = header.split("\\s+", -1);
        if (!schemeAndValue[0].equalsIgnoreCase("Basic")) {
            throw ClientErrors.invalidClient("the header Authorization must have the scheme Basic");
        }
        if (schemeAndValue.length != 2) {
            throw unreadable();
        }
        try {
            // Split before decoding: an encoded colon is part of the id or of the secret.
            String[] credentials = new String(Base64.getDecoder().decode(schemeAndValue[1]), UTF_8).split(":", 2);
            if (credentials.length == 2 && !credentials[0].isBlank()) {
                return new BasicCredentials(credentials[0], credentials[1]);
            }
        } catch (IllegalArgumentException notBase64) {
            // Answered below.
        }
        throw unreadable();
    }

    private static OAuth2AuthenticationException unreadable() {
        return ClientErrors.invalidClient(
                "the header Authorization must be Basic and the Base64 encoding of client_id, a colon and client_secret");
    }

    boolean hasSecret() {
        return !secret.isEmpty();
    }

    private Optional<BasicCredentials> decoded() {
        try {
            return Optional.of(
                    new BasicCredentials(URLDecoder.decode(clientId, UTF_8), URLDecoder.decode(secret, UTF_8)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + clientId + "]";
    }
}
