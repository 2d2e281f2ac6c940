package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** System C: Alice signs in, uses everything and signs out; Bob sits down at the same browser. Nothing shows him who was there. */
class TwoPeopleOneBrowserTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser person = new ChromiumUser(chromium, stage);

    private final List<Response> answers = new CopyOnWriteArrayList<>();
    private Page page;

    @BeforeEach
    void a_browser() {
        page = person.page();
    }

    @Test
    @DisplayName(
            "System C: who signs in after somebody reads their own profile, and the back button shows nobody else's")
    void the_next_person_sees_themselves_and_never_the_one_before() {
        Set<String> traces = useEverything("alice");
        signOut();

        goThroughTheHistory(traces);
        page.navigate("about:blank");
        person.signIn(stage.shop(), "bob");

        assertThat(page.locator("#who").innerText()).contains("Bob Brown");
        for (String address : addresses()) {
            page.navigate(address);
            assertThat(page.content()).as(address).doesNotContain(traces);
        }
        goThroughTheHistory(traces);
        page.navigate(stage.shop() + "/");
        assertThat(page.locator("#who").innerText()).contains("Bob Brown");
    }

    @Test
    @DisplayName(
            "System C: a page left open behind another site shows nothing when its person signed out in another tab")
    void a_page_that_the_browser_kept_is_not_shown_after_a_logout_elsewhere() {
        Set<String> traces = useEverything("alice");
        try (Site another = Site.onAnyPort();
                Page other = person.profile().newPage()) {
            another.publish("/", "Weather.");
            for (String address : addresses()) {
                page.navigate(address);
                page.navigate(another.crossSite() + "/");
            }

            other.navigate(stage.shop() + "/");
            other.locator("#sign-out-redirect").click();
            other.locator("#verdict").waitFor();

            goThroughTheHistory(traces);
        }
    }

    @Test
    @DisplayName("System C: every answer that a signed-in person gets forbids caching, and no cache has any of them")
    void every_authenticated_answer_forbids_caching_and_none_is_cached() {
        page.onResponse(answers::add);
        Set<String> traces = useEverything("alice");
        page.waitForLoadState();
        List<Response> personal =
                answers.stream().filter(answer -> !isFile(answer)).toList();
        List<String> cacheable = personal.stream()
                .filter(answer -> !forbidsCaching(answer))
                .map(answer -> answer.status() + " " + answer.url())
                .toList();
        List<String> files = answers.stream()
                .filter(this::isFile)
                .map(Response::url)
                .distinct()
                .filter(url -> traces.stream()
                        .anyMatch(person.profile().request().get(url).text()::contains))
                .toList();
        signOut();

        assertThat(personal).extracting(Response::url).contains(addresses().toArray(String[]::new));
        assertThat(personal).extracting(Response::url).anyMatch(url -> url.contains("/session?client_id="));
        assertThat(cacheable).isEmpty();
        assertThat(files).as("files with something of Alice in them").isEmpty();
        assertThat(personal.stream().map(Response::url).distinct().filter(this::isCached))
                .isEmpty();
    }

    private List<String> addresses() {
        return List.of(
                stage.shop() + "/",
                stage.news() + "/",
                stage.server() + "/",
                stage.server() + "/devices",
                stage.server() + "/password",
                stage.server() + "/api/auth/sessions");
    }

    /** Returns what nobody else may see of them: name, address, session. */
    private Set<String> useEverything(String username) {
        person.signIn(stage.shop(), username);
        Set<String> traces = new LinkedHashSet<>(List.of(page.locator("#sid").innerText()));
        traces.addAll(
                Stream.of(page.locator("#who").innerText().split(", ", -1)).toList());
        page.locator("#sdk-session:not(:empty)").waitFor();
        person.signIn(stage.news(), username);
        for (String address : addresses()) {
            page.navigate(address);
        }
        assertThat(traces).contains("Alice Adams", "alice@example.com");
        return traces;
    }

    private void signOut() {
        page.navigate(stage.shop() + "/");
        page.locator("#sign-out-redirect").click();
        page.locator("#verdict").waitFor();
    }

    /** Presses the back button until there is nothing behind. */
    private void goThroughTheHistory(Set<String> traces) {
        History history = History.of(page);
        int steps = 0;
        for (; history.goBack(); steps++) {
            assertThat(history.shown()).as(history.address()).doesNotContain(traces);
        }
        assertThat(steps).isGreaterThanOrEqualTo(addresses().size());
    }

    private boolean isFile(Response answer) {
        return Stream.of(".css", ".js", ".svg", ".ico", ".png")
                .anyMatch(answer.url().replaceFirst("[?].*", "")::endsWith);
    }

    private static boolean forbidsCaching(Response answer) {
        String policy = answer.headers().getOrDefault("cache-control", "");
        return policy.contains("no-store");
    }

    /** Asks the browser's own cache, from a page of the same origin, without the network. */
    private boolean isCached(String address) {
        try (Page tab = person.profile().newPage()) {
            var on = new JsonObject();
            on.addProperty("enabled", true);
            person.profile().newCDPSession(tab).send("Page.setBypassCSP", on);
            tab.navigate(address.replaceFirst("(https?://[^/]+).*", "$1/no-such-page"));
            return (boolean) tab.evaluate("""
                address => fetch(address, { cache: 'only-if-cached', mode: 'same-origin', credentials: 'include' })
                    .then(answer => answer.ok || answer.type == 'opaqueredirect', () => false)""", address);
        }
    }
}
