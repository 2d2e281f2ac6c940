package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** System A, kind 3: what the SDK tells a page, in which order, and what it does when nobody answers. */
class SdkEventsTests {

    private static final String SESSION = "**/session?**";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    private final Site aside = Site.onPort(stage.shopAsidePort());

    @BeforeEach
    void alice_arrives() {
        SdkPage.publish(aside, stage.server(), stage.shopAside());
    }

    @AfterEach
    void alice_leaves() {
        aside.close();
    }

    @Test
    @DisplayName("System A: page load signed in: login, statusChange, sessionInit, sessionChange; then nothing new")
    void a_page_with_a_session() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();

        Map<String, Object> session = page.object("client.session()");

        assertThat(session).containsOnlyKeys("sid", "sub", "authTime", "expiresAt", "expiresIn");
        assertThat(page.heard())
                .containsExactly(
                        "GET sent",
                        "login session",
                        "statusChange session",
                        "sessionInit session",
                        "sessionChange session");
        page.run("Promise.all([client.session(), client.session()])");
        assertThat(page.heard()).as("calls at the same time share a request").containsExactly("GET sent");
    }

    @Test
    @DisplayName("System A: page load signed out: notLoggedin, sessionChange, with a payload that promises nothing")
    void a_page_without_a_session() {
        SdkPage page = open();

        Object payload = page.run("new Promise(told => { client.on('notLoggedin', told); client.session(); })");

        assertThat(payload).isEqualTo(mapOf("session", null, "status", "unknown", "source", "session"));
        page.run("client.session()");
        assertThat(page.events()).containsExactly("notLoggedin session", "sessionChange session");
    }

    @Test
    @DisplayName(
            "System A, C, LEG-29: local state goes first, in order; then the server; then three events, once, in order")
    void a_logout_in_order() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.run("client.session()");
        page.heard();

        Map<String, Object> result = page.object("client.logout()");

        assertThat(result).isEqualTo(mapOf("mode", "fetch", "ended", true, "visible", true));
        assertThat(page.heard())
                .containsExactly(
                        "reset logout",
                        "clear logout",
                        "cleared logout",
                        "DELETE sent",
                        "logout logout",
                        "statusChange logout",
                        "sessionChange logout");
        assertThat(alice.isSignedInAtServer()).isFalse();
        page.run("client.session()");
        assertThat(page.events()).as("no echo by the next look").isEmpty();
    }

    @Test
    @DisplayName("System A: signed out and in as another person: logout, userChange, login, sessionChange")
    void another_person() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.run("client.session()");
        page.heard();

        alice.profile().clearCookies();
        alice.signIn(stage.shop(), "bob");
        page.run("client.session()");

        assertThat(page.events())
                .containsExactly(
                        "reset session",
                        "logout session",
                        "userChange session",
                        "login session",
                        "sessionChange session");
    }

    @Test
    @DisplayName("System A: the other tabs hear of it, and forget what they remember, without asking the server")
    void the_other_tab_hears_of_it() {
        alice.signIn(stage.shop(), "alice");
        SdkPage here = open();
        SdkPage there = open();
        there.run("client.session()");
        there.heard();

        here.run("client.logout()");
        there.await("sessionChange tab");

        assertThat(there.heard())
                .containsExactly("reset tab", "cleared tab", "logout tab", "statusChange tab", "sessionChange tab");
    }

    @Test
    @DisplayName("System A, C: without a network the page is signed out all the same, is told, and claims nothing")
    void offline() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();

        alice.profile().setOffline(true);
        Object result = page.run("client.logout()");
        alice.profile().setOffline(false);

        assertThat(result).isEqualTo("unreachable");
        assertThat(page.events())
                .containsExactly("reset logout", "clear logout", "cleared logout", "error unreachable");
        assertThat(alice.isSignedInAtServer()).isTrue();
        assertThat(page.object("client.logout()")).containsEntry("ended", true);
    }

    @Test
    @DisplayName("System A: a server that fails is an error with its own words, and no logout")
    void a_server_error() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.page()
                .route(
                        SESSION,
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(503)
                                .setHeaders(Map.of(
                                        "Access-Control-Allow-Origin", stage.shopAside(),
                                        "Access-Control-Allow-Methods", "DELETE",
                                        "Access-Control-Allow-Credentials", "true",
                                        "Content-Type", "application/problem+json"))
                                .setBody("{\"detail\":\"We cannot answer right now\"}")));

        Object told = page.run("client.logout().catch(error => [error.code, error.message, error instanceof Error])");

        assertThat(told).isEqualTo(List.of("server_error", "We cannot answer right now", true));
        assertThat(page.events())
                .containsExactly("reset logout", "clear logout", "cleared logout", "error server_error");
    }

    @Test
    @DisplayName("System A, LEG-28: a server that does not answer in time is a time-out, and no logout")
    void a_time_out() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.page().route(SESSION, _ -> {});

        Object result = page.run("create({ timeout: 100 }).logout()");

        assertThat(result).isEqualTo("timeout");
        assertThat(alice.isSignedInAtServer()).isTrue();
    }

    @Test
    @DisplayName("System C: a reset function that throws or never ends stops no logout")
    void broken_hooks_stop_nothing() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();

        Object result = page.run("""
                listen(create({ timeout: 500, reset: [() => { throw new Error('broken'); }, () => new Promise(() => {})],
                    clear: [() => { heard.push('last'); }] })).logout()""");

        assertThat(result).isEqualTo(mapOf("mode", "fetch", "ended", true, "visible", true));
        assertThat(page.events())
                .startsWith("error clear_failed", "error clear_failed", "last", "cleared logout")
                .contains("logout logout");
    }

    @Test
    @DisplayName("System A: a handler that throws keeps no other from hearing of a logout")
    void a_broken_handler_stops_no_other() {
        SdkPage page = open();

        page.run("(client.on('notLoggedin', () => { throw new Error('broken'); }), listen(client), client.session())");

        assertThat(page.events())
                .containsExactly(
                        "notLoggedin session", "notLoggedin session", "sessionChange session", "sessionChange session");
    }

    @Test
    @DisplayName("System A: whoever is signed out already stays on the page, where the server can tell")
    void signed_out_already() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.run("client.logout()");
        page.heard();

        Object second = page.run("client.logout()");
        Object redirected = page.run("client.logout({ mode: 'redirect' })");

        assertThat(second).isEqualTo(mapOf("mode", "fetch", "ended", false, "visible", true));
        assertThat(redirected).isEqualTo(Map.of("mode", "redirect"));
        assertThat(page.events())
                .endsWith("sessionChange logout", "reset logout", "clear logout", "cleared logout", "to /logout");
    }

    @Test
    @DisplayName("LEG-31: a page that cannot know claims nothing, and only goes to the server if it may")
    void a_page_that_cannot_know() {
        SdkPage page = open();

        Object stayed = page.run("client.logout({ mode: 'fetch' })");
        Object gone = page.run("client.logout()");

        assertThat(stayed).isEqualTo(mapOf("mode", "fetch", "ended", false, "visible", false));
        assertThat(gone).isEqualTo(Map.of("mode", "redirect"));
        assertThat(page.events())
                .containsExactly(
                        "reset logout",
                        "clear logout",
                        "cleared logout",
                        "reset logout",
                        "clear logout",
                        "cleared logout",
                        "to /logout");
    }

    @Test
    @DisplayName("System A: a watching page hears of a logout elsewhere when it comes to the front, and by the clock")
    void watching() {
        alice.signIn(stage.shop(), "alice");
        var tab = alice.profile().newPage();
        tab.clock().install();
        SdkPage page = SdkPage.open(tab, stage.shopAside());

        page.run("window.stop = client.watch(60000)");
        page.await("sessionChange watch");
        page.heard();
        alice.profile().clearCookies();
        tab.clock().fastForward(59_000);
        List<String> before = page.heard();
        tab.clock().fastForward(2_000);
        page.await("sessionChange watch");

        assertThat(before).isEmpty();
        assertThat(page.events())
                .containsExactly("reset watch", "logout watch", "statusChange watch", "sessionChange watch");
        alice.signIn(stage.shop(), "alice");
        page.run("dispatchEvent(new Event('focus'))");
        page.await("sessionChange watch");
        assertThat(page.events())
                .as("the first sessionInit was enough")
                .containsExactly("login watch", "statusChange watch", "sessionChange watch");
        page.run("stop()");
        page.run("dispatchEvent(new Event('focus'))");
        tab.clock().fastForward(600_000);
        assertThat(page.heard()).isEmpty();
    }

    @Test
    @DisplayName("System D, A: a watching page asks when two minutes are left, however seldom it asks else")
    void watching_for_the_end() {
        alice.signIn(stage.shop(), "alice");
        var tab = alice.profile().newPage();
        tab.clock().install();
        SdkPage page = SdkPage.open(tab, stage.shopAside());

        page.run("client.watch(86400000)");
        page.await("sessionChange watch");
        page.heard();
        // Two hours less two minutes: the server's idle limit is two hours from the last time that alice was seen.
        tab.clock().fastForward((2 * 60 - 3) * 60_000);
        List<String> before = page.heard();
        tab.clock().fastForward(60_000);
        page.await("GET sent");

        assertThat(before).isEmpty();
    }

    @Test
    @DisplayName("System A: wrong use is a TypeError with a code")
    void wrong_use() {
        SdkPage page = open();

        assertThat(List.of(
                        page.run("create({ clientId: '' })"),
                        page.run("client.on('logged-out', () => {})"),
                        page.run("client.logout({ scope: 'everywhere' })"),
                        page.run("client.logout({ mode: 'magic' })")))
                .containsExactly("missing_option", "unknown_event", "unknown_option", "unknown_option");
        assertThat(page.run("client.logout({ mode: 'magic' }).catch(error => error instanceof TypeError)"))
                .isEqualTo(true);
        assertThat(page.heard()).isEmpty();
        assertThat(page.run("client.logoutUrl({ redirectUri: 'https://a.example/?b=c&d', state: 'x y' })"))
                .isEqualTo(stage.server()
                        + "/logout?client_id=shop&redirect_uri=https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d&state=x+y");
    }

    @Test
    @DisplayName("System A: the old names, SPiD.*, on the new module")
    void the_old_names() {
        alice.signIn(stage.shop(), "alice");
        SdkPage page = open();
        page.run("import('%s/sdk/v1/spid.js')".formatted(stage.server()));
        page.run("""
                (SPiD.init({ client_id: 'shop', server: '%s', https: false }),
                 ['login', 'logout', 'userChange', 'statusChange', 'sessionChange', 'notLoggedin', 'sessionInit', 'error']
                   .forEach(name => SPiD.event.subscribe('SPiD.' + name, data => heard.push(`SPiD.${name} ${data.result}`))))
                """.formatted(stage.server().substring("http://".length())));

        Object session =
                page.run("new Promise(told => SPiD.hasSession((error, data) => told([error, data.userStatus])))");
        Object loggedOut = page.run("new Promise(told => SPiD.logout((error, data) => told([error, data.result])))");
        Object none =
                page.run("new Promise(told => SPiD.hasSession((error, data) => told([error.code, data.result])))");

        assertThat(session).isEqualTo(Arrays.asList(null, "connected"));
        assertThat(loggedOut).isEqualTo(Arrays.asList(null, true));
        assertThat(none).isEqualTo(List.of(401, false));
        assertThat(page.events().stream().filter(line -> line.startsWith("SPiD.")))
                .containsExactly(
                        "SPiD.login true",
                        "SPiD.statusChange true",
                        "SPiD.sessionInit true",
                        "SPiD.sessionChange true",
                        "SPiD.logout false",
                        "SPiD.statusChange false",
                        "SPiD.sessionChange false");
        assertThat(page.run("SPiD_Uri.logout('https://a.example/')"))
                .isEqualTo(stage.server()
                        + "/logout?response_type=code&client_id=shop&redirect_uri=https%3A%2F%2Fa.example%2F");
    }

    private SdkPage open() {
        return SdkPage.open(alice.profile().newPage(), stage.shopAside());
    }

    private static Map<String, @Nullable Object> mapOf(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int key = 0; key < pairs.length; key += 2) {
            map.put(String.valueOf(pairs[key]), pairs[key + 1]);
        }
        return map;
    }
}
