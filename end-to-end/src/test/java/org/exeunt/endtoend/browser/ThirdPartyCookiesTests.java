package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.exeunt.endtoend.browser.Chromium.ThirdPartyCookies;
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

/** System A, kind 3, on another site than the server's, in browsers whose owners allow and block third-party cookies. */
@TestInstance(Lifecycle.PER_CLASS)
class ThirdPartyCookiesTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @TempDir
    Path folder;

    private final Site shop = Site.onAnyPort();

    @SuppressWarnings("NullAway.Init")
    private SecureServer server;

    @BeforeAll
    void open() {
        String client = "--exeunt.clients.shop.";
        server = SecureServer.start(
                shop.crossSite(),
                "--exeunt.session.same-site=none",
                // Users are thought away so soon that they are warned at once.
                "--exeunt.session.idle-timeout=119s",
                client + "require-pkce=false",
                client + "redirect-uris=" + shop.crossSite() + "/callback",
                client + "post-logout-redirect-uris=" + shop.crossSite() + "/signed-out",
                client + "allowed-origins=" + shop.crossSite(),
                client + "back-channel-logout-uri=");
        shop.publish("/callback", "Welcome.");
        shop.publish("/signed-out", "Goodbye.");
        SdkPage.publish(shop, server.address(), shop.crossSite());
    }

    @AfterAll
    void close() {
        shop.close();
        server.close();
    }

    @Test
    @DisplayName(
            "System A3, D: allowed, the page sees the session, is warned of its end, and signs out without being left")
    void allowed() throws IOException {
        try (BrowserContext browser = chromium.newBrowser(ThirdPartyCookies.ALLOWED, folder)) {
            Page tab = signIn(browser);
            SdkPage page = SdkPage.open(tab, shop.crossSite());

            page.run("client.session()");
            assertThat(page.events())
                    .containsExactly(
                            "login session",
                            "statusChange session",
                            "sessionInit session",
                            "sessionChange session",
                            "expiring session");
            assertThat(page.run("client.stay().then(session => session.expiresIn <= 119)"))
                    .isEqualTo(true);
            assertThat(page.object("client.logout()"))
                    .isEqualTo(Map.of("mode", "fetch", "ended", true, "visible", true));
            assertThat(page.events())
                    .endsWith("cleared logout", "logout logout", "statusChange logout", "sessionChange logout");
            assertThat(page.object("client.logout({ mode: 'fetch' })"))
                    .as("the browser would have shown a session")
                    .isEqualTo(Map.of("mode", "fetch", "ended", false, "visible", true));
            assertThat(ChromiumUser.isSignedIn(browser, server.address())).isFalse();
        }
    }

    @Test
    @DisplayName(
            "System A3, LEG-31: blocked, the page is told of nobody, claims nothing, and goes to the server, which does sign out")
    void blocked() throws IOException {
        try (BrowserContext browser = chromium.newBrowser(ThirdPartyCookies.BLOCKED, folder)) {
            Page tab = signIn(browser);
            SdkPage page = SdkPage.open(tab, shop.crossSite());

            page.run("client.session()");
            assertThat(page.events()).containsExactly("notLoggedin session", "sessionChange session");
            assertThat(page.object("client.logout({ mode: 'fetch' })"))
                    .isEqualTo(Map.of("mode", "fetch", "ended", false, "visible", false));
            assertThat(page.object("client.logout()")).isEqualTo(Map.of("mode", "redirect"));
            assertThat(page.events()).endsWith("cleared logout", "to /logout").doesNotContain("logout logout");
            tab.navigate(String.valueOf(page.run("client.logoutUrl()")));
            assertThat(tab.url()).isEqualTo(shop.crossSite() + "/signed-out");
            assertThat(ChromiumUser.isSignedIn(browser, server.address())).isFalse();
        }
    }

    @Test
    @DisplayName(
            "System A3: blocked, a page with the old names goes to the server, too, and comes back to its redirect_uri")
    void blocked_with_the_old_names() throws IOException {
        try (BrowserContext browser = chromium.newBrowser(ThirdPartyCookies.BLOCKED, folder)) {
            Page tab = signIn(browser);
            SdkPage page = SdkPage.open(tab, shop.crossSite());

            page.run("import('%s/sdk/v1/spid.js')".formatted(server.address()));
            page.run(
                    "(SPiD.init({ client_id: 'shop', server: '%s', redirect_uri: '%s/signed-out' }), void SPiD.logout())"
                            .formatted(server.address().substring("https://".length()), shop.crossSite()));
            tab.waitForURL(shop.crossSite() + "/signed-out");

            assertThat(ChromiumUser.isSignedIn(browser, server.address())).isFalse();
        }
    }

    /** Through Shop, so that Shop takes part in the session. */
    private Page signIn(BrowserContext browser) {
        String callback = shop.crossSite() + "/callback";
        Page tab = browser.newPage();
        tab.navigate(server.address() + "/oauth2/authorize?response_type=code&client_id=shop&scope=openid&redirect_uri="
                + URLEncoder.encode(callback, StandardCharsets.UTF_8));
        ChromiumUser.enterPassword(tab, "alice");
        tab.waitForURL(callback + "?*");
        String code = URI.create(tab.url()).getQuery().replaceFirst(".*code=([^&]+).*", "$1");
        var answer = browser.request()
                .post(
                        server.address() + "/oauth2/token",
                        RequestOptions.create()
                                .setForm(FormData.create()
                                        .set("grant_type", "authorization_code")
                                        .set("client_id", "shop")
                                        .set("client_secret", "shop-secret-only-for-the-demo-0123")
                                        .set("redirect_uri", callback)
                                        .set("code", code)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return tab;
    }
}
