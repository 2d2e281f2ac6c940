package org.exeunt.endtoend.browser;

import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.TestAbortedException;

/**
 * The Chromium that is installed on this machine, started once for all tests.
 *
 * <p>Where there is none the tests are skipped, and say so. A build server must not skip them by accident: there the missing
 * browser is a failure.
 */
final class Chromium implements BeforeAllCallback {

    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw missing();
        }
        running = context.getRoot()
                .getStore(Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    /** A browser profile of its own: no cookies, no history. */
    BrowserContext newProfile(Browser.NewContextOptions habits) {
        return requireNonNull(running).browser().newContext(habits);
    }

    /**
     * A browser of its own for a user who has chosen whether pages of one site in a page of another one get their cookies. It
     * believes every certificate.
     *
     * @param folder for what it keeps; nothing is in it yet
     */
    BrowserContext newBrowser(ThirdPartyCookies choice, Path folder) throws IOException {
        Path preferences = Files.createDirectories(folder.resolve("Default")).resolve("Preferences");
        Files.writeString(preferences, "{\"profile\":{\"cookie_controls_mode\":%d}}".formatted(choice.mode));
        return requireNonNull(running)
                .playwright()
                .chromium()
                .launchPersistentContext(
                        folder,
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(EXECUTABLE)
                                .setIgnoreHTTPSErrors(true)
                                .setArgs(ARGUMENTS));
    }

    /** What a user chose. */
    enum ThirdPartyCookies {
        ALLOWED(0),
        BLOCKED(1);

        /** Chromium's number for it. */
        private final int mode;

        ThirdPartyCookies(int mode) {
            this.mode = mode;
        }
    }

    private static RuntimeException missing() {
        if (System.getenv("CI") != null) {
            return new IllegalStateException(EXECUTABLE + " is missing, so nothing about real browsers can be shown");
        }
        System.out.println("""

                **********************************************************************
                **  SKIPPED: the tests with a real browser.
                **
                **  There is no %s.
                **  Nothing is known about the JavaScript SDK, SameSite cookies,
                **  frames and the back button until it is installed
                **  (package `chromium` on Debian) and the build runs again.
                **********************************************************************
                """.formatted(EXECUTABLE));
        return new TestAbortedException(EXECUTABLE + " is missing");
    }

    /** Closed by the store when all tests are over. */
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

        static Running start() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(EXECUTABLE)
                            // Real users' browsers keep the page that they leave, for the back button.
                            .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"))
                            .setArgs(ARGUMENTS));
            return new Running(playwright, browser);
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}
