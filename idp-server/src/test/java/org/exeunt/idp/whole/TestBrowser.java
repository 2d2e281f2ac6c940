package org.exeunt.idp.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser with cookies that follows no redirect, so that a test sees each answer. */
final class TestBrowser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final RunningServer server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    TestBrowser(RunningServer server) {
        this.server = server;
    }

    static TestBrowser signedIn(RunningServer server, String username) {
        var browser = new TestBrowser(server);
        browser.signIn(username);
        return browser;
    }

    void signIn(String username) {
        Matcher csrf = CSRF.matcher(get("/login").body());
        if (!csrf.find()) {
            throw new AssertionError("the sign-in page has no CSRF token");
        }
        HttpResponse<String> answer = post(
                "/login",
                Map.of("username", username, "password", username + "-demo-password", "_csrf", csrf.group(1)));
        if (answer.statusCode() != 302 || location(answer).contains("error")) {
            throw new AssertionError("sign-in answered " + answer.statusCode() + " " + location(answer));
        }
    }

    /** The cookie that carries the session; empty if there is none. */
    Optional<String> sessionCookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("exeunt"))
                .map(cookie -> cookie.getValue())
                .findFirst();
    }

    /** Whether the server would let this browser into Shop without asking for anything. */
    boolean isSignedIn() {
        return location(get("/oauth2/authorize?" + form(TestClient.SHOP.authorizationRequest()) + "&prompt=none"))
                .contains("code=");
    }

    HttpResponse<String> get(String pathAndQuery, String... headers) {
        return send(request(pathAndQuery, headers).GET().build());
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form)))
                .build());
    }

    HttpResponse<String> send(String method, String pathAndQuery, String... headers) {
        return send(request(pathAndQuery, headers)
                .method(method, BodyPublishers.noBody())
                .build());
    }

    private HttpRequest.Builder request(String pathAndQuery, String... headers) {
        var request = HttpRequest.newBuilder(server.url(pathAndQuery)).header("Accept", "text/html, */*");
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    static Map<String, String> query(String uri) {
        String query = URI.create(uri).getRawQuery();
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            Arrays.stream(query.split("&", -1))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> parameters.put(
                            pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
        return parameters;
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
