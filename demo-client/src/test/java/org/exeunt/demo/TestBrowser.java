package org.exeunt.demo;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser without JavaScript: keeps cookies, follows redirects, and remembers every page it saw on the way. */
public final class TestBrowser {

    private static final int MOST_HOPS = 12;

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();

    /** A browser in which Alice is signed in to Shop. */
    public static TestBrowser signedIn() {
        return signedIn(TestDemo.shop());
    }

    /** A browser in which Alice is signed in to that node of Shop. */
    public static TestBrowser signedIn(String shop) {
        TestBrowser browser = new TestBrowser();
        browser.open(shop + "/oauth2/authorization/exeunt");
        return browser;
    }

    /** The identifier of its session at Shop, as the cookie has it. */
    public String sessionId() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("SHOP_SESSION"))
                .map(cookie -> new String(Base64.getDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    public Page open(String url) {
        return follow(get(URI.create(url)));
    }

    /** One request, no redirect followed. */
    public Page peek(String url) {
        return send(get(URI.create(url)), List.of());
    }

    /** Presses a button that stands for a value, in the form with that action. */
    public Page press(Page page, String action, String name, String value) {
        return follow(form(page, action, "&" + name + "=" + value));
    }

    /** Sends the form with that action, which must be on the page. */
    public Page press(Page page, String action) {
        return follow(form(page, action, ""));
    }

    /** Sends the form with that action and follows nothing. */
    public Page pressOnly(Page page, String action) {
        return send(form(page, action, ""), List.of());
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).header("Accept", "text/html").build();
    }

    private static HttpRequest form(Page page, String action, String more) {
        if (!page.html().contains("action=\"" + action + "\"")) {
            throw new AssertionError("No form for " + action + " on " + page.at() + "\n" + page.html());
        }
        String csrf = page.find("name=\"_csrf\" value=\"([^\"]+)\"");
        return HttpRequest.newBuilder(page.at().resolve(action))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8) + more))
                .build();
    }

    /** What a script on the page sends. */
    public Page postFromScript(Page page, String path) {
        return send(
                HttpRequest.newBuilder(page.at().resolve(path))
                        .header(page.find("data-csrf-header=\"([^\"]+)\""), page.find("data-csrf-token=\"([^\"]+)\""))
                        .POST(BodyPublishers.noBody())
                        .build(),
                List.of());
    }

    private Page follow(HttpRequest request) {
        List<URI> hops = new ArrayList<>();
        Page page = send(request, hops);
        while (page.location() != null) {
            if (hops.size() == MOST_HOPS) {
                throw new AssertionError("Redirected in a circle: " + hops);
            }
            hops.add(page.at().resolve(page.location()));
            page = send(get(hops.getLast()), hops);
        }
        return page;
    }

    private Page send(HttpRequest request, List<URI> hops) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Page(
                    request.uri(),
                    response.statusCode(),
                    response.body(),
                    response.headers().map(),
                    List.copyOf(hops));
        } catch (IOException noAnswer) {
            throw new AssertionError("The browser is stranded at " + request.uri(), noAnswer);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    /** What the browser shows, and how it got there. */
    public record Page(URI at, int status, String html, Map<String, List<String>> headers, List<URI> hops) {

        public String attribute(String id, String attribute) {
            Matcher element =
                    Pattern.compile("<[a-z]+\\b[^>]*\\bid=\"" + id + "\"[^>]*>").matcher(html);
            if (!element.find()) {
                throw new AssertionError("No #" + id + " on " + at + "\n" + html);
            }
            Matcher value = Pattern.compile("\\b" + attribute + "=\"([^\"]*)\"").matcher(element.group());
            return value.find() ? value.group(1) : "";
        }

        public boolean has(String id) {
            return html.contains("id=\"" + id + "\"");
        }

        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        public @Nullable String location() {
            return headers.containsKey("location") ? header("location") : null;
        }

        String find(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(html);
            if (!matcher.find()) {
                throw new AssertionError("No " + pattern + " on " + at + "\n" + html);
            }
            return matcher.group(1);
        }
    }
}
