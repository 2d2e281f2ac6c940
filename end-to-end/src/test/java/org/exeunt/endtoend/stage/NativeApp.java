package org.exeunt.endtoend.stage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An app on a user's machine: the public client {@code mobile}, which signs in through the user's browser and listens
 * for the answer on the loopback address (RFC 8252).
 */
public final class NativeApp implements AutoCloseable {

    private static final String CLIENT_ID = "mobile";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestEnvironment stage;

    public NativeApp(TestEnvironment stage) {
        this.stage = stage;
    }

    /** Signs in through the user's browser, with the password if the server asks for it. */
    public Tokens signIn(HtmlBrowser person, String username) {
        return signIn(address -> {
            person.visit(address);
            person.givePassword(username);
        });
    }

    /**
     * Signs in through a browser.
     *
     * @param browser opens the address that it is given, and does what the pages ask until the app has been called back
     */
    public Tokens signIn(Consumer<String> browser) {
        String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        try (Site listener = Site.onAnyPort()) {
            listener.publish("/callback", "You may close this window.");
            String redirectUri = listener.crossSite() + "/callback";
            Map<String, String> request = new LinkedHashMap<>();
            request.put("response_type", "code");
            request.put("client_id", CLIENT_ID);
            request.put("redirect_uri", redirectUri);
            request.put("scope", "openid profile");
            request.put("state", "s");
            request.put("code_challenge", challenge(verifier));
            request.put("code_challenge_method", "S256");

            browser.accept(stage.server() + "/oauth2/authorize?" + encoded(request));

            return tokens(send(form(
                    "/oauth2/token",
                    Map.of(
                            "grant_type", "authorization_code",
                            "client_id", CLIENT_ID,
                            "code", codeIn(listener.visits().getFirst()),
                            "redirect_uri", redirectUri,
                            "code_verifier", verifier))));
        }
    }

    /** A code for the page where a user connects a device (RFC 8628). */
    public String userCode() {
        HttpResponse<String> answer =
                send(form("/oauth2/device_authorization", Map.of("client_id", CLIENT_ID, "scope", "profile email")));
        return JSON.readTree(answer.body()).get("user_code").asString();
    }

    /** The status of a call with the access token. */
    public int call(Tokens tokens) {
        return send(HttpRequest.newBuilder(URI.create(stage.server() + "/userinfo"))
                        .header("Authorization", "Bearer " + tokens.access())
                        .build())
                .statusCode();
    }

    /** The status of an attempt to get new tokens. */
    public int refresh(Tokens tokens) {
        return send(form(
                        "/oauth2/token",
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                CLIENT_ID,
                                "refresh_token",
                                tokens.refresh())))
                .statusCode();
    }

    private HttpRequest form(String path, Map<String, String> parameters) {
        return HttpRequest.newBuilder(URI.create(stage.server() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(parameters)))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    private static Tokens tokens(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("no tokens: " + response.statusCode() + " " + response.body());
        }
        JsonNode body = JSON.readTree(response.body());
        return new Tokens(
                body.get("access_token").asString(),
                body.get("refresh_token").asString(),
                body.get("id_token").asString());
    }

    private static String codeIn(URI callback) {
        for (String parameter : callback.getRawQuery().split("&", -1)) {
            if (parameter.startsWith("code=")) {
                return URLDecoder.decode(parameter.substring("code=".length()), UTF_8);
            }
        }
        throw new AssertionError("no code in " + callback);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        http.close();
    }

    /** What one sign-in gave the app. */
    public record Tokens(String access, String refresh, String idToken) {}
}
