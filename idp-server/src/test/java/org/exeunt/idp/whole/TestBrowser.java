package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One person's browser: it keeps cookies and follows no redirect, so that a test sees each answer. */
final class TestBrowser {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Pattern PATH = Pattern.compile("; ?Path=([^;]+)");

    private final Server server;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    /** Of the cookies that are not for every address. */
    private final Map<String, String> paths = new ConcurrentHashMap<>();

    TestBrowser(Server server) {
        this.server = server;
    }

    static TestBrowser signedIn(Server server, String username) {
        var browser = new TestBrowser(server);
        browser.signIn(username);
        return browser;
    }

    /** Another browser that carries the same cookies: a tab, or a thief. */
    TestBrowser copyFor(Server other) {
        var copy = new TestBrowser(other);
        copy.cookies.putAll(cookies);
        copy.paths.putAll(paths);
        return copy;
    }

    HttpResponse<String> signIn(String username) {
        var answer = post("/login", signInForm(username));
        if (answer.statusCode() != 302 || location(answer).startsWith("/login")) {
            throw new AssertionError("sign-in answered " + answer.statusCode() + " " + location(answer));
        }
        return answer;
    }

    /** The sign-in form as this user would send it, with the CSRF token of this browser. */
    Map<String, String> signInForm(String username) {
        return signInForm(get("/login"), username);
    }

    /** The cookie that carries the session; empty if there is none. */
    Optional<String> sessionCookie() {
        return Optional.ofNullable(cookies.get("exeunt"));
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** Whether the server would let this browser into Shop without asking for anything. */
    boolean isSignedIn() {
        return location(get(TestClient.SHOP.authorizationUrl("openid profile email") + "&prompt=none"))
                .contains("code=");
    }

    HttpResponse<String> get(String pathAndQuery, String... headers) {
        return send("GET", pathAndQuery, BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        return post(path, form(form), headers);
    }

    HttpResponse<String> post(String path, String form, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/x-www-form-urlencoded";
        return send("POST", path, BodyPublishers.ofString(form), all);
    }

    HttpResponse<String> postJson(String path, String json, String... headers) {
        return sendJson("POST", path, json, headers);
    }

    HttpResponse<String> sendJson(String method, String path, String json, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send(method, path, BodyPublishers.ofString(json), all);
    }

    HttpResponse<String> send(String method, String pathAndQuery, String... headers) {
        return send(method, pathAndQuery, BodyPublishers.noBody(), headers);
    }

    private HttpResponse<String> send(String method, String pathAndQuery, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(server.url(pathAndQuery))
                .header("Accept", "text/html, */*")
                .method(method, body);
        String cookie = cookieHeader(pathAndQuery);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        for (int header = 0; header < headers.length; header += 2) {
            request.setHeader(headers[header], headers[header + 1]);
        }
        try {
            HttpResponse<String> answer = server.client().orElse(HTTP).send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Sends the request line as it is, however broken. */
    RawHttp.Answer raw(String requestLine, String... headers) {
        return RawHttp.send(server.port(), requestLine, cookieHeader("/"), headers);
    }

    private String cookieHeader(String pathAndQuery) {
        return cookies.entrySet().stream()
                .filter(cookie -> pathAndQuery.startsWith(paths.getOrDefault(cookie.getKey(), "/")))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Puts a cookie into this browser, or takes it away, as the header says. */
    void keep(String setCookie) {
        String[] pair = setCookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || setCookie.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
            Matcher path = PATH.matcher(setCookie);
            if (path.find()) {
                paths.put(pair[0], path.group(1));
            }
        }
    }

    static String location(HttpResponse<?> answer) {
        return header(answer, "Location");
    }

    /** All values of the header; empty if it is not there. */
    static String header(HttpResponse<?> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }

    /** The value of a hidden field of a form. */
    static String hidden(HttpResponse<String> page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
        if (!field.find()) {
            throw new AssertionError("no field " + name + " in " + page.body());
        }
        return field.group(1);
    }

    /** The hidden fields of the page's first form with this action. */
    static Map<String, String> fields(HttpResponse<String> page, String action) {
        int start = page.body().indexOf("action=\"" + action + "\"");
        if (start < 0) {
            throw new AssertionError("no form " + action + " in " + page.body());
        }
        String form = page.body().substring(start, page.body().indexOf("</form>", start));
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\"[^>]*? value=\"([^\"]*)\"")
                .matcher(form);
        while (field.find()) {
            fields.put(
                    field.group(1),
                    field.group(2).replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&"));
        }
        return fields;
    }

    /** The page's sign-in form, filled in by this user. */
    static Map<String, String> signInForm(HttpResponse<String> page, String username) {
        Map<String, String> form = fields(page, "/login");
        form.put("username", username);
        form.put("password", TestClient.password(username));
        return form;
    }

    static Map<String, String> query(String uri) {
        String query = URI.create(uri).getRawQuery();
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            Arrays.stream(query.split("&", -1))
                    .map(pair -> pair.split("=", 2))
                    .forEach(
                            pair -> parameters.put(pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], UTF_8)));
        }
        return parameters;
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
