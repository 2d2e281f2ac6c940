package org.exeunt.endtoend.browser;

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
import java.util.Base64;
import org.exeunt.endtoend.stage.TestEnvironment;

/**
 * A relying party without any library: it signs users in by the authorization code flow.
 *
 * @param origin where its page {@code /callback} is
 */
record HandmadeApp(TestEnvironment stage, String clientId, String secret, String origin) {

    // The example of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /** Signs a user in who is signed in at the server already. Returns the address that the browser came back to. */
    URI signIn(ChromiumUser person) {
        person.page()
                .navigate(stage.server() + "/oauth2/authorize?response_type=code&scope=openid&nonce=n&client_id="
                        + clientId
                        + "&code_challenge_method=S256&code_challenge=" + CHALLENGE + "&redirect_uri="
                        + URLEncoder.encode(origin + "/callback", UTF_8));
        URI callback = URI.create(person.page().url());
        redeem(parameter(callback, "code"));
        return callback;
    }

    static String parameter(URI uri, String name) {
        for (String pair : uri.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + uri);
    }

    private void redeem(String code) {
        String credentials = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage.server() + "/oauth2/token"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=authorization_code&code=" + code + "&code_verifier="
                        + VERIFIER + "&redirect_uri=" + URLEncoder.encode(origin + "/callback", UTF_8)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("no tokens: " + answer.body());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopping);
        }
    }
}
