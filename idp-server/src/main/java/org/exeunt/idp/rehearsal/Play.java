package org.exeunt.idp.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One browser, one application: sign-in, tokens, and each kind of logout. Every answer is checked. */
final class Play {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern REFRESH_TOKEN = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

    /** The example of RFC 7636, appendix B: a challenge and what it was made of. */
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private final String server;
    private final String operators;
    private final Cast cast;
    private final HttpClient browser;

    Play(int port, int operatorsPort, Cast cast) {
        this.server = "http://localhost:" + port;
        this.operators = "http://localhost:" + operatorsPort;
        this.cast = cast;
        this.browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    void perform() throws IOException, InterruptedException {
        look();
        signIn();
        String tokens = get(tokens(code()), 200);
        String access = found(ACCESS_TOKEN, tokens);
        String refresh = found(REFRESH_TOKEN, tokens);
        useTokens(access, refresh);
        signOutByRedirect();
        signIn();
        signOutByScript();
    }

    private void look() throws IOException, InterruptedException {
        for (String path : new String[] {
            "/readyz",
            "/livez",
            "/.well-known/openid-configuration",
            "/oauth2/jwks",
            "/sdk/v1/session.js",
            "/",
            "/login"
        }) {
            get(request(server + path), 200);
        }
        get(request(operators + "/actuator/prometheus"), 200);
    }

    private void signIn() throws IOException, InterruptedException {
        String page = get(request(server + "/login"), 200);
        get(
                post(
                        "/login",
                        Map.of("username", Cast.PERSON, "password", cast.password(), "_csrf", found(CSRF, page))),
                302);
        get(request(server + "/"), 200);
        get(request(server + "/devices"), 200);
        get(request(server + "/no-such-page"), 404);
    }

    private String code() throws IOException, InterruptedException {
        var answer = send(request(server
                + "/oauth2/authorize?response_type=code&scope=openid%20profile&state=s&client_id="
                + Cast.APP + "&redirect_uri=" + encoded(Cast.RETURN) + "&code_challenge_method=S256&code_challenge="
                + CHALLENGE));
        return found(CODE, answer.headers().firstValue("Location").orElse(""));
    }

    private HttpRequest.Builder tokens(String code) {
        return asApp(post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        Cast.RETURN,
                        "code_verifier",
                        VERIFIER)));
    }

    private void useTokens(String access, String refresh) throws IOException, InterruptedException {
        get(request(server + "/userinfo").header("Authorization", "Bearer " + access), 200);
        get(asScript(), 200);
        get(asApp(post("/oauth2/introspect", Map.of("token", access))), 200);
        String more =
                get(asApp(post("/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", refresh))), 200);
        get(request(server + "/api/2/logout").header("Authorization", "Bearer " + found(ACCESS_TOKEN, more)), 200);
        get(asApp(post("/oauth2/revoke", Map.of("token", access))), 200);
    }

    private void signOutByRedirect() throws IOException, InterruptedException {
        get(
                request(server + "/logout?client_id=" + Cast.APP + "&redirect_uri=" + encoded(Cast.RETURN)
                        + "&state=s"),
                303);
    }

    private void signOutByScript() throws IOException, InterruptedException {
        get(
                request(server + "/session?client_id=" + Cast.APP)
                        .header("Origin", "http://localhost")
                        .DELETE(),
                200);
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    private HttpRequest.Builder post(String path, Map<String, String> form) {
        return request(server + path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"))));
    }

    private HttpRequest.Builder asScript() {
        return request(server + "/session?client_id=" + Cast.APP).header("Origin", Cast.ORIGIN);
    }

    private HttpRequest.Builder asApp(HttpRequest.Builder request) {
        return request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((Cast.APP + ":" + cast.secret()).getBytes(UTF_8)));
    }

    /** The answer's body, if it has the status. */
    private String get(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        var answer = send(request);
        if (answer.statusCode() != status) {
            throw new IllegalStateException("the rehearsal went wrong: "
                    + answer.request().uri().getPath() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the rehearsal went wrong: nothing like " + pattern + " in an answer");
        }
        return matcher.group(1);
    }
}
