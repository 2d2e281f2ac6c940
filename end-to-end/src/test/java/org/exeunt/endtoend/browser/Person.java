package org.exeunt.endtoend.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.exeunt.endtoend.stage.Stage;

/** A person with a real browser. */
final class Person implements AutoCloseable {

    private final BrowserContext profile;
    private final Stage stage;
    private final Page page;

    Person(Chromium chromium, Stage stage) {
        this(chromium, stage, new NewContextOptions());
    }

    /** With a language or a screen of their own. */
    Person(Chromium chromium, Stage stage, NewContextOptions habits) {
        this.profile = chromium.newProfile(habits);
        this.stage = stage;
        this.page = profile.newPage();
    }

    /** The tab in front. */
    Page page() {
        return page;
    }

    BrowserContext profile() {
        return profile;
    }

    /** Goes to an application and signs in there, with the password if the server asks for it. */
    void signIn(String application, String username) {
        page.navigate(application);
        page.locator("#sign-in").click();
        if (page.locator("#password").count() > 0) {
            page.locator("#username").fill(username);
            page.locator("#password").fill(username + "-demo-password");
            page.locator("form[action='/login'] button").click();
        }
        page.locator("#who").waitFor();
    }

    /** Whether the server knows this browser, seen in a new tab on its own front page. */
    boolean isSignedInAtServer() {
        try (Page tab = profile.newPage()) {
            tab.navigate(stage.server() + "/");
            return tab.locator("form[action='/logout']").count() > 0;
        }
    }

    /** Whether an application's front page says who is signed in, seen in a new tab. */
    boolean isSignedInAt(String application) {
        try (Page tab = profile.newPage()) {
            tab.navigate(application);
            return tab.locator("#userinfo[data-status='200']").count() > 0;
        }
    }

    /** Whether the page in front is the server's question before a logout. */
    boolean isAskedToConfirm() {
        return page.locator("form[action='/logout/confirmation']").count() > 0;
    }

    @Override
    public void close() {
        profile.close();
    }
}
