package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Anyone can start the device flow, and user codes are short: both are limited (RFC 8628, section 5.1). */
// Found as fault A13.
@TestInstance(Lifecycle.PER_CLASS)
@OnEachDatabase
class DeviceThrottleTests {

    private static final String REQUEST = "/oauth2/device_authorization";

    private static final String VERIFICATION = "/oauth2/device_verification";

    private static final int PER_ADDRESS = 4;

    private static final int PER_CLIENT = 7;

    /** The default. */
    private static final int WRONG_CODES = 5;

    private static final int WRONG_CODES_PER_ADDRESS = 12;

    @Parameter
    private TestDatabase database;

    private final AtomicInteger addresses = new AtomicInteger();

    private RunningServer server;

    @BeforeParameterizedClassInvocation
    void start() {
        server = RunningServer.start(
                database.freshUrl(),
                "--exeunt.device-authorization.per-address.free=" + PER_ADDRESS,
                "--exeunt.device-authorization.per-address.first-delay=30s",
                "--exeunt.device-authorization.per-client.free=" + PER_CLIENT,
                "--exeunt.device-authorization.per-client.first-delay=20s",
                "--exeunt.device-authorization.per-client.longest-delay=20s",
                "--exeunt.device-authorization.user-codes-per-account.free",
                "--exeunt.device-authorization.user-codes-per-address.free=" + WRONG_CODES_PER_ADDRESS,
                "--exeunt.clients.kiosk.secret=" + TestClient.KIOSK.secret(),
                "--exeunt.clients.kiosk.grant-types=urn:ietf:params:oauth:grant-type:device_code",
                "--exeunt.clients.kiosk.scopes=profile");
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    @BeforeEach
    void forgetAll() {
        server.clock().setAheadBy(Duration.ZERO);
        server.jdbc().sql("delete from sign_in_attempt").update();
        server.jdbc().sql("delete from oauth2_authorization").update();
    }

    @Test
    @DisplayName("One address: 429 with Retry-After after some requests, and no row; again after the delay")
    void requests_of_one_address_are_limited() {
        String address = anAddress();
        for (int request = 0; request < PER_ADDRESS; request++) {
            assertThat(device(address).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = device(address);
        HttpResponse<String> elsewhere = device(anAddress());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(TestBrowser.header(refused, "Retry-After"))).isBetween(25, 30);
        assertThat(TestBrowser.header(refused, "Content-Type")).startsWith("application/json");
        assertThat(TestClient.json(refused)).containsEntry("error", "temporarily_unavailable");
        assertThat(refused.body()).doesNotContain("device_code\"");
        assertThat(elsewhere.statusCode()).isEqualTo(200);
        assertThat(rows()).isEqualTo(PER_ADDRESS + 1);

        server.clock().setAheadBy(Duration.ofSeconds(31));
        assertThat(device(address).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("One client, from any number of addresses: 429 after some requests, and another client goes on")
    void requests_of_one_client_are_limited() {
        List<Callable<HttpResponse<String>>> requests = Collections.nCopies(3 * PER_CLIENT, () -> device(anAddress()));

        List<HttpResponse<String>> answers = ConcurrentRequests.call(requests);

        assertThat(answers.stream().filter(TestClient::isOk)).hasSize(PER_CLIENT);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(2 * PER_CLIENT);
        assertThat(rows()).isEqualTo(PER_CLIENT);
        assertThat(TestClient.KIOSK
                        .call(server, REQUEST, Map.of("scope", "profile"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("Requests that are refused for another reason are not counted, and write nothing")
    void invalid_requests_are_not_counted() {
        String address = anAddress();
        for (int request = 0; request < 2 * PER_CLIENT; request++) {
            assertThat(device(address, "unheard-of").statusCode()).isEqualTo(400);
        }

        assertThat(rows()).isZero();
        assertThat(device(address).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("One account: after some wrong codes none is checked, in no session, until the delay has passed")
    void wrong_codes_of_one_account_are_limited() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.json(device(anAddress()), "user_code");
        for (int guess = 0; guess < WRONG_CODES; guess++) {
            assertThat(enter(alice, "BCDF-BCDF", anAddress())).endsWith("/activate?failure=unknown-code");
        }

        assertThat(enter(alice, code, anAddress())).endsWith("/activate?failure=too-many-codes");
        assertThat(enter(TestBrowser.signedIn(server, "alice"), code, anAddress()))
                .as("another session of the account")
                .endsWith("/activate?failure=too-many-codes");
        assertThat(alice.get("/activate?failure=too-many-codes").body()).contains("too many wrong codes");
        assertThat(alice.get("/activate?failure=too-many-codes", "Accept-Language", "nb")
                        .body())
                .contains("for mange feil koder");
        assertThat(enter(TestBrowser.signedIn(server, "bob"), code, anAddress()))
                .as("another account")
                .contains("/oauth2/consent");

        server.clock().setAheadBy(Duration.ofSeconds(61));
        assertThat(enter(alice, code, anAddress())).contains("/oauth2/consent");
    }

    @Test
    @DisplayName("Right codes are not counted")
    void right_codes_are_not_counted() {
        var alice = TestBrowser.signedIn(server, "alice");
        String code = TestClient.json(device(anAddress()), "user_code");

        for (int entered = 0; entered < 2 * WRONG_CODES; entered++) {
            assertThat(enter(alice, code, anAddress())).contains("/oauth2/consent");
        }
    }

    @Test
    @DisplayName("Of wrong codes sent at the same time no more are checked than one after the other")
    void concurrent_wrong_codes_are_limited() {
        var alice = TestBrowser.signedIn(server, "alice");
        String csrf = TestBrowser.hidden(alice.get("/activate"), "_csrf");
        List<Callable<String>> guesses =
                Collections.nCopies(3 * WRONG_CODES, () -> enter(alice, "BCDF-BCDF", anAddress(), csrf));

        List<String> answers = ConcurrentRequests.call(guesses);

        assertThat(answers.stream().filter(answer -> answer.endsWith("unknown-code")))
                .hasSize(WRONG_CODES);
        assertThat(answers.stream().filter(answer -> answer.endsWith("too-many-codes")))
                .hasSize(2 * WRONG_CODES);
    }

    @Test
    @DisplayName("One address: after some wrong codes of any accounts none is checked")
    void wrong_codes_of_one_address_are_limited() {
        String address = anAddress();
        String[] people = {"alice", "bob"};
        for (String person : people) {
            var browser = TestBrowser.signedIn(server, person);
            for (int guess = 0; guess < WRONG_CODES - 1; guess++) {
                assertThat(enter(browser, "BCDF-BCDF", address)).endsWith("unknown-code");
            }
        }
        server.jdbc()
                .sql("delete from sign_in_attempt where counted like 'user code account%'")
                .update();
        var alice = TestBrowser.signedIn(server, "alice");
        for (int guess = 2 * (WRONG_CODES - 1); guess < WRONG_CODES_PER_ADDRESS; guess++) {
            assertThat(enter(alice, "BCDF-BCDF", address)).endsWith("unknown-code");
        }

        assertThat(enter(alice, "BCDF-BCDF", address)).endsWith("too-many-codes");
        assertThat(enter(alice, "BCDF-BCDF", anAddress()))
                .as("from another address")
                .endsWith("unknown-code");
    }

    private String anAddress() {
        return "192.0.2." + addresses.incrementAndGet();
    }

    private HttpResponse<String> device(String address) {
        return device(address, "profile");
    }

    private HttpResponse<String> device(String address, String scope) {
        return new TestBrowser(server)
                .post(REQUEST, Map.of("client_id", "mobile", "scope", scope), "X-Forwarded-For", address);
    }

    private static String enter(TestBrowser person, String code, String address) {
        return enter(person, code, address, TestBrowser.hidden(person.get("/activate"), "_csrf"));
    }

    private static String enter(TestBrowser person, String code, String address, String csrf) {
        return TestBrowser.location(
                person.post(VERIFICATION, Map.of("user_code", code, "_csrf", csrf), "X-Forwarded-For", address));
    }

    private int rows() {
        return server.column("oauth2_authorization", "id").size();
    }
}
