package org.exeunt.demo.backchannel;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.exeunt.demo.TestLogoutToken;

/** Posts logout tokens as an identity provider does: no cookies, no anti-CSRF token. */
final class TestNotifier {

    static final String PATH = "/logout/connect/back-channel/exeunt";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI endpoint;

    TestNotifier(String shop) {
        this(shop, PATH);
    }

    /** @param path a spelling of the endpoint's path, sent as it is */
    TestNotifier(String shop, String path) {
        endpoint = URI.create(shop + path);
    }

    HttpResponse<String> post(TestLogoutToken token) {
        return post(token.signed());
    }

    HttpResponse<String> post(String token) {
        return postForm("logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    HttpResponse<String> postForm(String form) {
        return send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    HttpResponse<String> postJson(String json) {
        return send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> get(String query) {
        return send(HttpRequest.newBuilder(URI.create(endpoint + query)).build());
    }

    HttpResponse<String> postWithQuery(String query) {
        return send(HttpRequest.newBuilder(URI.create(endpoint + query))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(""))
                .build());
    }

    /** Whether the connection was closed without an answer. */
    boolean hearsNothing(TestLogoutToken token) {
        try {
            HTTP.send(
                    HttpRequest.newBuilder(endpoint)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("logout_token=" + token.signed()))
                            .build(),
                    BodyHandlers.discarding());
            return false;
        } catch (IOException closed) {
            return true;
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException noAnswer) {
            throw new AssertionError("No answer at " + request.uri(), noAnswer);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }
}
