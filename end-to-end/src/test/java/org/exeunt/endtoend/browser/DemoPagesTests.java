package org.exeunt.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page of the demo and of the server answers, and asks nobody else for anything. */
class DemoPagesTests {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);

    @RegisterExtension
    final ChromiumUser alice = new ChromiumUser(chromium, stage);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void alice_arrives() {
        alice.profile().onRequest(this::remember);
        alice.profile().onConsoleMessage(this::remember);
    }

    @Test
    void every_page_without_a_session_calls_no_other_host() {
        List<Integer> answers = pages().map(this::open).toList();

        assertThat(answers).containsOnly(200);
        assertThat(requests).isNotEmpty().allMatch(this::isOurs);
        assertThat(complaints).isEmpty();
    }

    @Test
    void every_page_of_a_signed_in_user_calls_no_other_host() {
        alice.signIn(stage.shop(), "alice");
        alice.signIn(stage.news(), "alice");

        List<Integer> answers = pages().map(this::open).toList();

        assertThat(answers).containsOnly(200);
        assertThat(requests).isNotEmpty().allMatch(this::isOurs);
        assertThat(complaints).isEmpty();
    }

    @Test
    void the_proof_after_a_logout_calls_no_other_host() {
        alice.signIn(stage.shop(), "alice");

        alice.page().locator("#sign-out-redirect").click();
        alice.page().locator("#verdict").waitFor();

        assertThat(requests).isNotEmpty().allMatch(this::isOurs);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_page_that_is_not_there_says_so_in_the_applications_own_words() {
        Response answer = alice.page().navigate(stage.shop() + "/no-such-page");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(alice.page().locator("header .brand").count()).isEqualTo(1);
        assertThat(requests).allMatch(this::isOurs);
    }

    private Stream<String> pages() {
        return Stream.of(
                stage.shop() + "/",
                stage.shop() + "/mobile",
                stage.shop() + "/five-ways",
                stage.shop() + "/signed-out",
                stage.news() + "/",
                stage.news() + "/mobile",
                stage.news() + "/signed-out",
                stage.server() + "/",
                stage.server() + "/login");
    }

    private int open(String address) {
        Response answer = alice.page().navigate(address);
        alice.page().waitForLoadState(LoadState.NETWORKIDLE);
        return answer.status();
    }

    private boolean isOurs(String address) {
        return Stream.of(stage.shop(), stage.news(), stage.server())
                .anyMatch(origin -> address.startsWith(origin + "/"));
    }

    private void remember(Request request) {
        if (!request.url().startsWith("data:")) {
            requests.add(request.url());
        }
    }

    private void remember(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.location() + " " + message.text());
        }
    }
}
