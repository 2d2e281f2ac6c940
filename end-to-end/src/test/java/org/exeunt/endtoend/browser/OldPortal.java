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
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.Stage;

/** An old application: pages that keep a cookie of their own, a frame that drops it, and a page that polls the server's frame. */
final class OldPortal implements AutoCloseable {

    // The example of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Stage stage;
    private final Site site;

    OldPortal(Stage stage) {
        this.stage = stage;
        this.site = Site.onPort(stage.portalPort());
        site.publish("/callback", "<script>document.cookie = 'portal=in; path=/'</script>");
        site.publish("/out", "<script>document.cookie = 'portal=; path=/; max-age=0'</script>");
        site.publish("/bye", "<p id='bye'>Bye</p>");
        site.publish("/poll", """
                <iframe src="%s/connect/check-session"></iframe>
                <script>
                  const ask = (message) => new Promise((resolve) => {
                    addEventListener('message', (event) => resolve(event.data), {once: true});
                    document.querySelector('iframe').contentWindow.postMessage(message, '%1$s');
                  });
                </script>
                """.formatted(stage.server()));
    }

    Site site() {
        return site;
    }

    /** Signs a person in who is signed in at the server already. Returns the state of the session that it was told. */
    String signIn(Person person) {
        person.page()
                .navigate(stage.server() + "/oauth2/authorize?response_type=code&client_id=portal&scope=openid&nonce=n"
                        + "&code_challenge_method=S256&code_challenge=" + CHALLENGE + "&redirect_uri="
                        + URLEncoder.encode(stage.portal() + "/callback", UTF_8));
        URI callback = URI.create(person.page().url());
        redeem(parameter(callback, "code"));
        return parameter(callback, "session_state");
    }

    /** Whether the portal itself still takes the person for signed in. */
    boolean knows(Person person) {
        return person.profile().cookies(stage.portal()).stream().anyMatch(cookie -> cookie.name.equals("portal"));
    }

    private void redeem(String code) {
        String credentials = Base64.getEncoder().encodeToString(("portal:" + Stage.PORTAL_SECRET).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage.server() + "/oauth2/token"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=authorization_code&code=" + code + "&code_verifier="
                        + VERIFIER + "&redirect_uri=" + URLEncoder.encode(stage.portal() + "/callback", UTF_8)))
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

    private static String parameter(URI uri, String name) {
        for (String pair : uri.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + uri);
    }

    @Override
    public void close() {
        site.close();
    }
}
