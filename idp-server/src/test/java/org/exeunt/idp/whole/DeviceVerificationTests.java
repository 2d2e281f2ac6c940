package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The user's half of the device flow: only the user connects a device, by a form of our page, asked each time. */
class DeviceVerificationTests {

    private static final String VERIFICATION = "/oauth2/device_verification";

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @Test
    @DisplayName("A link with a user code connects nothing, also if the person consented to the app before")
    void a_link_connects_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        connect(alice, device());
        Map<String, Object> attackers = device();
        String[] foreign = {
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "document",
            "Sec-Fetch-User",
            "?1"
        };

        HttpResponse<String> answer = alice.get(VERIFICATION + "?user_code=" + attackers.get("user_code"), foreign);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(error(poll(attackers))).isEqualTo("authorization_pending");
    }

    @Test
    @DisplayName("A form that is not of our page connects nothing: it has no CSRF token")
    void a_form_of_another_page_connects_nothing() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, Object> attackers = device();

        HttpResponse<String> answer = alice.post(
                VERIFICATION,
                "user_code=" + attackers.get("user_code"),
                "Sec-Fetch-Site",
                "same-site",
                "Sec-Fetch-Mode",
                "navigate");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(error(poll(attackers))).isEqualTo("authorization_pending");
    }

    @Test
    @DisplayName("The person is asked each time, by the name of the app and the code, and a no is a no")
    void the_person_is_asked_each_time() {
        var alice = TestBrowser.signedIn(server, "alice");
        connect(alice, device());
        Map<String, Object> again = device();

        HttpResponse<String> question = question(alice, again);
        Map<String, String> no = answerTo(question);
        HttpResponse<String> denied = alice.post(VERIFICATION, no);

        assertThat(question.body())
                .contains("Mobile app", "Did you start this yourself", String.valueOf(again.get("user_code")));
        assertThat(TestBrowser.location(denied)).endsWith("/activate?failure=denied");
        assertThat(alice.get("/activate?failure=denied").body()).contains("Nothing was connected");
        assertThat(error(poll(again))).isEqualTo("access_denied");
    }

    @Test
    @DisplayName(
            "The answer counts once: whoever presses twice, also at the same time, gets the outcome of the first press")
    void a_double_press_is_one_answer() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, Object> connected = device();
        Map<String, String> yes = answerTo(question(alice, connected));
        yes.put("scope", "profile");
        yes.put("answer", "connect");
        Map<String, Object> denied = device();
        Map<String, String> no = answerTo(question(alice, denied));

        Callable<String> pressYes = () -> TestBrowser.location(alice.post(VERIFICATION, yes));
        List<String> twice = ConcurrentRequests.call(List.of(pressYes, pressYes));
        String thirdPress = TestBrowser.location(alice.post(VERIFICATION, yes));
        String firstNo = TestBrowser.location(alice.post(VERIFICATION, no));
        Map<String, String> yesAfterNo = new HashMap<>(no);
        yesAfterNo.put("scope", "profile");
        yesAfterNo.put("answer", "connect");

        assertThat(twice).allMatch(location -> location.endsWith("/?success"));
        assertThat(thirdPress).endsWith("/?success");
        assertThat(firstNo).endsWith("/activate?failure=denied");
        assertThat(TestBrowser.location(alice.post(VERIFICATION, no))).endsWith("/activate?failure=denied");
        assertThat(TestBrowser.location(alice.post(VERIFICATION, yesAfterNo))).endsWith("/activate?failure=denied");
        assertThat(TestBrowser.location(TestBrowser.signedIn(server, "bob").post(VERIFICATION, yes)))
                .as("another user")
                .doesNotContain("success");
        assertThat(poll(connected).statusCode()).isEqualTo(200);
        assertThat(TestBrowser.location(alice.post(VERIFICATION, yes)))
                .as("after the device got its tokens")
                .endsWith("/?success");
        assertThat(error(poll(denied))).isEqualTo("access_denied");
    }

    @Test
    @DisplayName("RFC 8628, 3.5: a device code gives tokens once, then it is an invalid grant")
    void a_device_code_is_used_once() {
        var alice = TestBrowser.signedIn(server, "alice");
        Map<String, Object> device = device();
        connect(alice, device);

        HttpResponse<String> first = poll(device);
        HttpResponse<String> second = poll(device);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(error(second)).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("An app's access token is not its person: it connects no device")
    void a_bearer_token_connects_no_device() {
        var alice = TestBrowser.signedIn(server, "alice");
        String access = TestClient.SHOP.tokens(server, alice).access();
        Map<String, Object> device = device();
        // Anybody has a CSRF token of a browser session of their own.
        var nobody = new TestBrowser(server);
        String csrf = TestBrowser.hidden(nobody.get("/login"), "_csrf");

        HttpResponse<String> answer = nobody.post(
                VERIFICATION,
                Map.of("user_code", String.valueOf(device.get("user_code")), "_csrf", csrf),
                "Authorization",
                "Bearer " + access);

        assertThat(answer.statusCode()).isIn(302, 401);
        assertThat(TestBrowser.location(answer)).doesNotContain("/oauth2/consent");
        assertThat(error(poll(device))).isEqualTo("authorization_pending");
    }

    @Test
    @DisplayName(
            "Of a request our pages show scopes that the client registered and codes that can be codes, and no other text")
    void no_text_of_a_request_is_shown() {
        var alice = TestBrowser.signedIn(server, "alice");

        String activate = alice.get("/activate?user_code=Call+0900").body();
        String consent = alice.get("/oauth2/consent?client_id=mobile&state=x&scope=profile+call.0900")
                .body();
        int codeIsText = alice.get("/oauth2/consent?client_id=mobile&state=x&scope=profile&user_code=Call+0900")
                .statusCode();

        assertThat(activate).contains("user_code").doesNotContain("0900");
        assertThat(consent).contains("See your name").doesNotContain("0900");
        assertThat(codeIsText).isEqualTo(400);
    }

    private Map<String, Object> device() {
        return TestClient.json(
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile")));
    }

    private void connect(TestBrowser person, Map<String, Object> device) {
        Map<String, String> yes = answerTo(question(person, device));
        yes.put("scope", "profile");
        yes.put("answer", "connect");
        HttpResponse<String> connected = person.post(VERIFICATION, yes);
        assertThat(TestBrowser.location(connected)).endsWith("/?success");
    }

    private static HttpResponse<String> question(TestBrowser person, Map<String, Object> device) {
        HttpResponse<String> sent = person.post(
                VERIFICATION,
                Map.of(
                        "user_code",
                        String.valueOf(device.get("user_code")),
                        "_csrf",
                        TestBrowser.hidden(person.get("/activate"), "_csrf")));
        assertThat(TestBrowser.location(sent)).contains("/oauth2/consent?");
        return person.get(TestBrowser.location(sent).replaceFirst("^https?://[^/]+", ""));
    }

    /** The hidden fields of the form. */
    private static Map<String, String> answerTo(HttpResponse<String> question) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String[] {"client_id", "state", "user_code", "_csrf"}) {
            form.put(field, TestBrowser.hidden(question, field));
        }
        return form;
    }

    private HttpResponse<String> poll(Map<String, Object> device) {
        return TestClient.MOBILE.call(
                server,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        String.valueOf(device.get("device_code"))));
    }

    private static String error(HttpResponse<String> answer) {
        return TestClient.json(answer, "error");
    }
}
