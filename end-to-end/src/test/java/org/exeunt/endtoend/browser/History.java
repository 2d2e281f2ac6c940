package org.exeunt.endtoend.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The back button of a tab, by the browser's own protocol: Playwright does not notice when the browser shows again a page that it
 * has kept, and waits for a navigation that does not come.
 */
final class History {

    private final Page page;
    private final CDPSession browser;
    private final AtomicBoolean arrived = new AtomicBoolean();

    private History(Page page, CDPSession browser) {
        this.page = page;
        this.browser = browser;
    }

    static History of(Page page) {
        CDPSession browser = page.context().newCDPSession(page);
        var history = new History(page, browser);
        browser.on("Page.frameNavigated", event -> {
            if (!event.getAsJsonObject("frame").has("parentId")) {
                history.arrived.set(true);
            }
        });
        browser.send("Page.enable");
        return history;
    }

    /** Goes one page back, and waits until it is shown. Returns false if there is none. */
    boolean goBack() {
        JsonObject history = browser.send("Page.getNavigationHistory");
        int before = history.get("currentIndex").getAsInt() - 1;
        if (before < 0) {
            return false;
        }
        JsonArray entries = history.getAsJsonArray("entries");
        arrived.set(false);
        browser.send(
                "Page.navigateToHistoryEntry",
                argument("entryId", entries.get(before).getAsJsonObject().get("id")));
        page.waitForCondition(arrived::get);
        evaluate("""
                new Promise(shown => document.readyState == 'complete' ? shown('') : addEventListener('load', () => shown('')))
                """);
        return true;
    }

    String address() {
        return evaluate("location.href");
    }

    /** All that the page says, seen or not. */
    String shown() {
        return evaluate("document.documentElement.outerHTML");
    }

    private String evaluate(String expression) {
        var arguments = new JsonObject();
        arguments.addProperty("expression", expression);
        arguments.addProperty("awaitPromise", true);
        return browser.send("Runtime.evaluate", arguments)
                .getAsJsonObject("result")
                .get("value")
                .getAsString();
    }

    private static JsonObject argument(String name, JsonElement value) {
        var arguments = new JsonObject();
        arguments.add(name, value);
        return arguments;
    }
}
