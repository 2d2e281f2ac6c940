package org.exeunt.endtoend.stage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.htmlunit.util.WebConnectionWrapper;

/** A user with a browser of their own that runs no scripts. */
public final class HtmlBrowser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final WebClient browser = new WebClient();

    public HtmlBrowser() {
        browser.setWebConnection(new WebConnectionWrapper(browser) {
            @Override
            public WebResponse getResponse(WebRequest request) throws IOException {
                request.setAdditionalHeader("Sec-Fetch-Site", site(request));
                return super.getResponse(request);
            }
        });
        browser.getOptions().setJavaScriptEnabled(false);
        browser.getOptions().setCssEnabled(false);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    }

    /** HtmlUnit by itself would call every request same-origin, which no browser does. All applications are on localhost. */
    private String site(WebRequest request) {
        Page shown = browser.getCurrentWindow().getEnclosedPage();
        boolean isOwnOrigin = shown != null
                && Objects.equals(
                        shown.getUrl().getAuthority(), request.getUrl().getAuthority());
        return isOwnOrigin ? "same-origin" : "same-site";
    }

    public HtmlPage visit(String address) {
        try {
            return browser.getPage(address);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The page that is shown now. */
    public HtmlPage page() {
        return (HtmlPage) requireNonNull(browser.getCurrentWindow().getEnclosedPage());
    }

    public String address() {
        return page().getUrl().toExternalForm();
    }

    /** Presses the button or link with this id. */
    public HtmlPage press(String id) {
        return press((HtmlElement) element(id));
    }

    public HtmlPage press(HtmlElement element) {
        try {
            return element.click();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public boolean sees(String id) {
        return page().getElementById(id) != null;
    }

    public String text(String id) {
        return element(id).asNormalizedText();
    }

    public String attribute(String id, String name) {
        return element(id).getAttribute(name);
    }

    private DomElement element(String id) {
        DomElement element = page().getElementById(id);
        if (element == null) {
            throw new AssertionError("no #" + id + " at " + address() + ":\n" + page().asNormalizedText());
        }
        return element;
    }

    /** Whether the server asks for a password. */
    public boolean isAskedForPassword() {
        return sees("password");
    }

    /** Whether the server asks before it signs out. */
    public boolean isAskedToConfirm() {
        return page().querySelector("form[action='/logout/confirmation']") != null;
    }

    /** Answers that question: {@code sign-out} or {@code stay}. */
    public HtmlPage answer(String answer) {
        return press(requireNonNull(page().<HtmlElement>querySelector("button[name=answer][value=" + answer + "]")));
    }

    /** Goes to an application and signs in there, with the password if the server asks for it. */
    public void signIn(String application, String username) {
        visit(application);
        press("sign-in");
        givePassword(username);
    }

    /** Fills in the sign-in page, if that is what is shown. */
    public void givePassword(String username) {
        if (isAskedForPassword()) {
            HtmlForm form = page().querySelector("form[action='/login']");
            form.getInputByName("username").setValue(username);
            form.getInputByName("password").setValue(username + "-demo-password");
            press(requireNonNull(form.<HtmlElement>querySelector("button")));
        }
    }

    /**
     * Whether an application, left to itself, still takes this browser for a user who is signed in. Unlike a visit of its front
     * page, this does not make it ask the server.
     */
    public boolean isKnownTo(String application) {
        String cookies = browser.getCookieManager().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest request = HttpRequest.newBuilder(URI.create(application + "/signed-out"))
                .header("Cookie", cookies)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Whoever is signed in is sent to the front page.
            return http.send(request, BodyHandlers.discarding()).statusCode() == 303;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    /** Waits until an application has signed this browser out, without a visit; fails if it does not in half a minute. */
    public void awaitSignedOutOf(String application) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isKnownTo(application)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still signed in at " + application + " after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The value of a cookie for {@code localhost}. Cookies ignore ports. */
    public String cookie(String name) {
        Cookie cookie = browser.getCookieManager().getCookie(name);
        return cookie == null ? "" : cookie.getValue();
    }

    @Override
    public void close() {
        browser.close();
    }
}
