package org.exeunt.endtoend.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A user with a real browser, who comes when a test first asks for them and leaves after it. */
final class ChromiumUser implements AfterEachCallback, AutoCloseable {

    private final Chromium chromium;
    private final TestEnvironment stage;
    private final NewContextOptions habits;
    private @Nullable Page page;

    ChromiumUser(Chromium chromium, TestEnvironment stage) {
        this(chromium, stage, new NewContextOptions());
    }

    /** With a language or a screen of their own. */
    ChromiumUser(Chromium chromium, TestEnvironment stage, NewContextOptions habits) {
        this.chromium = chromium;
        this.stage = stage;
        this.habits = habits;
    }

    /** The tab in front. */
    Page page() {
        if (page == null) {
            page = chromium.newProfile(habits).newPage();
        }
        return page;
    }

    BrowserContext profile() {
        return page().context();
    }

    /** Goes to an application and signs in there, with the password if the server asks for it. */
    void signIn(String application, String username) {
        page().navigate(application);
        page().locator("#sign-in").click();
        if (page().locator("#password").count() > 0) {
            enterPassword(page(), username);
        }
        page().locator("#who").waitFor();
    }

    /** Fills in the server's form, and sends it. */
    static void enterPassword(Page page, String username) {
        page.locator("#username").fill(username);
        page.locator("#password").fill(username + "-demo-password");
        page.locator("form[action='/login'] button").click();
    }

    /** Whether the server knows this browser, seen in a new tab on its own front page. */
    boolean isSignedInAtServer() {
        return isSignedIn(profile(), stage.server());
    }

    /** Whether this server knows this browser, seen in a new tab on its own front page. */
    static boolean isSignedIn(BrowserContext browser, String server) {
        try (Page tab = browser.newPage()) {
            tab.navigate(server + "/");
            return tab.locator("form[action='/logout']").count() > 0;
        }
    }

    /** Whether an application's front page says who is signed in, seen in a new tab. */
    boolean isSignedInAt(String application) {
        try (Page tab = profile().newPage()) {
            tab.navigate(application);
            return tab.locator("#userinfo[data-status='200']").count() > 0;
        }
    }

    /** Whether the page in front is the server's question before a logout. */
    boolean isAskedToConfirm() {
        return page().locator("form[action='/logout/confirmation']").count() > 0;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        if (page != null) {
            page.context().close();
        }
    }
}
