package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exeunt.endtoend.browser.Chromium.ThirdPartyCookies.ALLOWED;
import static org.exeunt.endtoend.browser.Chromium.ThirdPartyCookies.BLOCKED;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.exeunt.endtoend.stage.SecureServer;
import org.exeunt.endtoend.stage.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A page of another site asks the server's frame, in browsers that show it its cookie and in those that hide it. */
@TestInstance(Lifecycle.PER_CLASS)
class SessionManagementOverHttpsTests {

    // The challenge of RFC 7636, appendix B: nobody redeems the code.
    private static final String REQUEST = "/oauth2/authorize?response_type=code&scope=openid&client_id=portal"
            + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final Site portal = Site.onAnyPort();

    @SuppressWarnings("NullAway.Init")
    private SecureServer server;

    @BeforeAll
    void open() {
        server = SecureServer.start(portal.crossSite());
        portal.publish("/callback", """
                <iframe src="%s/connect/check-session"></iframe>
                <script>
                  const ask = (message) => new Promise((resolve) => {
                    addEventListener('message', (event) => resolve(event.data), {once: true});
                    document.querySelector('iframe').contentWindow.postMessage(message, '%1$s');
                  });
                </script>
                """.formatted(server.address()));
    }

    @AfterAll
    void close() {
        server.close();
        portal.close();
    }

    @Test
    @DisplayName(
            "SES-20: the cookie reaches a frame on another site, for it is Secure and SameSite=None; no other one is")
    void the_cookie_reaches_a_frame_on_another_site(@TempDir Path folder) throws IOException {
        try (BrowserContext alice = chromium.newBrowser(ALLOWED, folder)) {
            Page page = signIn(alice);

            assertThat(ask(page)).isEqualTo("unchanged");
            assertThat(alice.cookies(server.address()))
                    .allMatch(cookie -> cookie.secure)
                    .filteredOn(cookie -> cookie.sameSite == SameSiteAttribute.NONE)
                    .extracting((Cookie cookie) -> cookie.name)
                    .containsExactly("__Host-exeunt-browser-state");

            signOut(alice);
            assertThat(ask(page)).isEqualTo("changed");
        }
    }

    @Test
    @DisplayName("SES-19: where the cookie is hidden the answer is \"error\", signed in or not, and never \"changed\"")
    void a_hidden_cookie_is_an_error(@TempDir Path folder) throws IOException {
        try (BrowserContext alice = chromium.newBrowser(BLOCKED, folder)) {
            Page page = signIn(alice);

            assertThat(ask(page)).isEqualTo("error");
            assertThat(ask(page)).isEqualTo("error");

            signOut(alice);
            assertThat(ask(page)).isEqualTo("error");
        }
    }

    /** Signs in, and leaves the portal's page open. */
    private Page signIn(BrowserContext browser) {
        Page page = browser.newPage();
        page.navigate(server.address()
                + REQUEST
                + URLEncoder.encode(portal.crossSite() + "/callback", StandardCharsets.UTF_8));
        ChromiumUser.enterPassword(page, "alice");
        page.waitForURL(portal.crossSite() + "/callback?**");
        return page;
    }

    private void signOut(BrowserContext browser) {
        try (Page tab = browser.newPage()) {
            tab.navigate(server.address() + "/logout?client_id=portal");
        }
        assertThat(ChromiumUser.isSignedIn(browser, server.address())).isFalse();
    }

    private static Object ask(Page page) {
        String state = HandmadeApp.parameter(URI.create(page.url()), "session_state");
        return page.evaluate("message => ask(message)", "portal " + state);
    }
}
