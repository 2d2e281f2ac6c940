package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.NativeApp;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other users' pages try to sign Alice out without her. */
class SameSiteTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    private final Site stranger = Site.onAnyPort();

    @BeforeEach
    void alice_signs_in() {
        alice.signIn(stage.shop(), "alice");
    }

    @AfterEach
    void all_users_sign_out() {
        stranger.close();
    }

    static Stream<Arguments> embeddedRequests() {
        return Stream.of(
                Arguments.of("image", "<img src='%s'>"),
                Arguments.of("frame", "<iframe src='%s'></iframe>"),
                Arguments.of("script", "<script src='%s'></script>"),
                Arguments.of("style sheet", "<link rel='stylesheet' href='%s'>"),
                Arguments.of("object", "<object data='%s'></object>"),
                Arguments.of("video", "<video src='%s' autoplay></video>"),
                Arguments.of("fetch", "<script>fetch('%s', {mode: 'no-cors', credentials: 'include'})</script>"),
                Arguments.of(
                        "POST by fetch",
                        "<script>fetch('%s', {method: 'POST', mode: 'no-cors', credentials: 'include'})</script>"),
                Arguments.of("beacon", "<script>navigator.sendBeacon('%s')</script>"),
                Arguments.of("prefetch", "<link rel='prefetch' href='%s'>"),
                Arguments.of(
                        "form in a frame",
                        "<iframe name='f'></iframe><form action='%s' method='post' target='f'></form>"
                                + "<script>document.forms[0].submit()</script>"));
    }

    /** From the same site the cookie comes along: there only what the browser says about the request protects Alice. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddedRequests")
    void nothing_embedded_in_a_page_of_the_same_site_ends_the_session(String name, String html) {
        stranger.publish("/", html.formatted(logout()));

        int requests = openAndCountLogouts(stranger.sameSite());

        assertThat(requests).isPositive();
        assertThat(alice.isSignedInAtServer()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embeddedRequests")
    void nothing_embedded_in_a_page_of_another_site_ends_the_session(String name, String html) {
        stranger.publish("/", html.formatted(logout()));

        int requests = openAndCountLogouts(stranger.crossSite());

        assertThat(requests).isPositive();
        assertThat(alice.isSignedInAtServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout?client_id=shop", "/logout", "/connect/logout", "/connect/logout?client_id=shop"})
    void a_link_on_another_site_leads_to_a_question(String path) {
        stranger.publish("/", "<a href='%s%s'>Free mugs</a>".formatted(stage.server(), path));
        alice.page().navigate(stranger.crossSite());

        alice.page().locator("a").click();

        assertThat(alice.isAskedToConfirm()).isTrue();
        assertThat(alice.isSignedInAt(stage.shop())).isTrue();
    }

    @Test
    void declining_the_confirmation_keeps_the_session() {
        stranger.publish("/", "<a href='%s'>Free mugs</a>".formatted(logout()));
        alice.page().navigate(stranger.crossSite());
        alice.page().locator("a").click();

        alice.page().locator("button[value=stay]").click();

        assertThat(alice.isAskedToConfirm()).isFalse();
        assertThat(alice.isSignedInAtServer()).isTrue();
    }

    @Test
    void accepting_the_confirmation_ends_the_session() {
        stranger.publish("/", "<a href='%s'>Free mugs</a>".formatted(logout()));
        alice.page().navigate(stranger.crossSite());
        alice.page().locator("a").click();

        alice.page().locator("button[value=sign-out]").click();

        assertThat(alice.isAskedToConfirm()).isFalse();
        assertThat(alice.isSignedInAtServer()).isFalse();
        assertThat(alice.isSignedInAt(stage.shop())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout",
                "/connect/logout",
                "/logout/confirmation",
                "/",
                "/login",
                "/oauth2/authorize",
                "/no-such-page"
            })
    void a_form_that_another_site_submits_by_itself_does_not_sign_out(String path) {
        stranger.publish("/", """
                <form method="post" action="%s%s">
                  <input name="client_id" value="shop">
                  <input name="response_type" value="code">
                  <input name="scope" value="openid">
                  <input name="redirect_uri" value="%s/login/oauth2/code/exeunt">
                  <input name="answer" value="sign-out">
                </form>
                <script>document.forms[0].submit()</script>
                """.formatted(stage.server(), path, stage.shop()));

        alice.page().navigate(stranger.crossSite());
        alice.page().waitForURL(url -> !url.startsWith(stranger.crossSite()));

        assertThat(alice.isSignedInAtServer()).isTrue();
        assertThat(alice.isSignedInAt(stage.shop())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/connect/logout"})
    void a_form_with_a_hint_that_an_application_posts_from_another_site_signs_out(String path) {
        try (NativeApp app = new NativeApp(stage)) {
            String idToken =
                    app.signIn(address -> alice.page().navigate(address)).idToken();
            stranger.publish("/", """
                    <form method="post" action="%s%s"><input name="id_token_hint" value="%s"></form>
                    <script>document.forms[0].submit()</script>
                    """.formatted(stage.server(), path, idToken));

            alice.page().navigate(stranger.crossSite());
            alice.page().waitForURL(url -> url.startsWith(stage.server()));

            assertThat(alice.isSignedInAtServer()).isFalse();
            assertThat(alice.isSignedInAt(stage.shop())).isFalse();
        }
    }

    @Test
    void a_window_that_another_site_opens_shows_a_question() {
        stranger.publish("/", "<button onclick=\"window.open('%s')\">Free mugs</button>".formatted(logout()));
        alice.page().navigate(stranger.crossSite());

        Page popup =
                alice.page().waitForPopup(() -> alice.page().locator("button").click());
        popup.waitForLoadState();

        assertThat(popup.locator("form[action='/logout/confirmation']").count()).isEqualTo(1);
        assertThat(alice.isSignedInAtServer()).isTrue();
    }

    @Test
    void the_question_cannot_be_put_into_a_frame() {
        alice.page().navigate(stage.server() + "/connect/logout");
        Response question = alice.page().reload();

        assertThat(alice.isAskedToConfirm()).isTrue();
        assertThat(question.allHeaders())
                .containsEntry("x-frame-options", "DENY")
                .hasEntrySatisfying(
                        "content-security-policy", policy -> assertThat(policy).contains("frame-ancestors 'none'"));
    }

    @Test
    void a_frame_with_a_page_of_the_server_stays_empty() {
        stranger.publish("/", "<iframe src='%s/connect/logout'></iframe>".formatted(stage.server()));

        alice.page().navigate(stranger.sameSite());
        Frame frame = alice.page().frames().getLast();

        assertThat(frame.parentFrame()).isNotNull();
        assertThat(frame.url()).startsWith("chrome-error:");
    }

    @Test
    void the_back_button_after_a_logout_shows_no_signed_in_page() {
        alice.page().locator("#sign-out-redirect").click();
        alice.page().locator("#verdict").waitFor();

        alice.page().evaluate("() => history.go(-1)");
        alice.page().waitForURL(stage.shop() + "/");
        alice.page().locator("#sign-in").waitFor();

        assertThat(alice.page().locator("#who").count()).isZero();
    }

    @Test
    void the_back_button_after_a_logout_at_the_server_shows_no_signed_in_page_either() {
        alice.page().navigate(stage.server() + "/");
        alice.page().locator("form[action='/logout'] button").click();
        alice.page().waitForURL(stage.server() + "/logout");

        alice.page().goBack();

        assertThat(alice.page().url()).isEqualTo(stage.server() + "/");
        assertThat(alice.page().locator("form[action='/logout']").count()).isZero();
    }

    private String logout() {
        return stage.server() + "/logout?client_id=shop";
    }

    private int openAndCountLogouts(String address) {
        List<String> requests = new CopyOnWriteArrayList<>();
        alice.page().onRequest(request -> {
            if (request.url().startsWith(stage.server())) {
                requests.add(request.url());
            }
        });
        alice.page().navigate(address);
        alice.page().waitForLoadState(LoadState.NETWORKIDLE);
        return requests.size();
    }
}
