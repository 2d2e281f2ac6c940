package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A caller without credentials gets no token for this server's own interfaces and may not introspect, whatever is written in the
 * table of clients: registration refuses such clients, but a row may be older, or not made by it (A4).
 */
@TestInstance(Lifecycle.PER_CLASS)
class PublicClientPrivilegesTests {

    private static final String SECRET = "a-secret-of-the-program-that-watches-0123";

    private static final List<String> GRANT_TYPES = List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:device_code");

    private static final List<String> SCOPES = List.of("openid", "exeunt.admin", "exeunt.push", "openid\nexeunt.admin");

    private static final List<String> PRIVILEGED = List.of("exeunt.admin", "exeunt.push", "openid exeunt.admin");

    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    PublicClientPrivilegesTests() {}

    @BeforeAll
    void start() {
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--exeunt.clients.watch.secret=" + SECRET,
                "--exeunt.clients.watch.grant-types=client_credentials",
                "--exeunt.clients.watch.scopes=exeunt.admin,exeunt.push");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void no_row_of_a_public_client_gives_a_caller_without_credentials_privileges() {
        String live = TestClient.SHOP
                .tokens(server, TestBrowser.signedIn(server, "alice"))
                .access();
        List<String> rows = rowsOfAllCombinations();

        assertThat(rows).hasSize(15 * SCOPES.size() * 2);
        for (String clientId : rows) {
            for (String scope : PRIVILEGED) {
                refused(clientId, "/oauth2/token", Map.of("grant_type", "client_credentials", "scope", scope));
                refused(clientId, "/oauth2/device_authorization", Map.of("scope", scope));
                refused(
                        clientId,
                        "/oauth2/authorize-challenge",
                        Map.of(
                                "scope", scope,
                                "username", "alice",
                                "password", TestClient.password("alice"),
                                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                                "code_challenge_method", "S256"));
            }
            refused(clientId, "/oauth2/token", Map.of("grant_type", "client_credentials"));
            refused(clientId, "/oauth2/introspect", Map.of("token", live));
            refused(clientId, "/oauth2/%69ntrospect", Map.of("token", live));
            refused(
                    clientId,
                    "/oauth2/introspect",
                    Map.of(
                            "token", live,
                            "grant_type", "authorization_code",
                            "code", "x",
                            "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        }
    }

    @Test
    void the_same_calls_succeed_for_a_client_that_authenticates() {
        String token = ownToken("exeunt.admin");

        assertThat(sessionsOfAnyone(token)).isEqualTo(200);
        assertThat(checkOfAPushToken(ownToken("exeunt.push"))).isEqualTo(200);
    }

    @Test
    void a_token_counts_for_nothing_once_its_client_needs_no_secret() {
        String admin = ownToken("exeunt.admin");
        String push = ownToken("exeunt.push");
        String secretHash = server.column("relying_party where client_id = 'watch'", "secret_hash")
                .getFirst();

        setSecretHash(null);
        try {
            server.clock().setAheadBy(Duration.ofSeconds(6));

            assertThat(sessionsOfAnyone(admin)).isEqualTo(403);
            assertThat(checkOfAPushToken(push)).isEqualTo(403);
        } finally {
            setSecretHash(secretHash);
            server.clock().setAheadBy(Duration.ofSeconds(12));
        }
    }

    private void setSecretHash(@Nullable String hash) {
        server.jdbc()
                .sql("update relying_party set secret_hash = :hash where client_id = 'watch'")
                .param("hash", hash)
                .update();
    }

    /** Rows of public clients: all sets of grants, scopes, and whether the client is first-party. */
    private List<String> rowsOfAllCombinations() {
        List<String> rows = new ArrayList<>();
        for (int grants = 1; grants < 1 << GRANT_TYPES.size(); grants++) {
            for (String scopes : SCOPES) {
                for (boolean firstParty : List.of(true, false)) {
                    String clientId = "row-" + rows.size();
                    insert(clientId, grantTypes(grants), scopes, firstParty);
                    rows.add(clientId);
                }
            }
        }
        return rows;
    }

    private void insert(String clientId, String grantTypes, String scopes, boolean firstParty) {
        server.jdbc()
                .sql("""
                        insert into relying_party
                            (client_id, name, require_consent, grant_types, scopes, redirect_uris,
                             post_logout_redirect_uris, allowed_origins, first_party)
                        values (:clientId, :clientId, false, :grantTypes, :scopes, 'https://row.example/cb', '', '',
                            :firstParty)
                        """)
                .param("clientId", clientId)
                .param("grantTypes", grantTypes)
                .param("scopes", scopes)
                .param("firstParty", firstParty)
                .update();
    }

    private static String grantTypes(int chosen) {
        List<String> grantTypes = new ArrayList<>();
        for (int index = 0; index < GRANT_TYPES.size(); index++) {
            if ((chosen & 1 << index) != 0) {
                grantTypes.add(GRANT_TYPES.get(index));
            }
        }
        return String.join("\n", grantTypes);
    }

    private void refused(String clientId, String path, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("client_id", clientId);
        HttpResponse<String> answer = new TestBrowser(server).post(path, all);

        assertThat(answer.statusCode()).as("%s %s", path, all).isBetween(400, 499);
        assertThat(answer.body()).as("%s %s", path, all).doesNotContain("access_token", "device_code", "active");
    }

    private String ownToken(String scope) {
        return TestClient.json(
                new TestBrowser(server)
                        .post(
                                "/oauth2/token",
                                Map.of(
                                        "grant_type",
                                        "client_credentials",
                                        "scope",
                                        scope,
                                        "client_id",
                                        "watch",
                                        "client_secret",
                                        SECRET)),
                "access_token");
    }

    private int sessionsOfAnyone(String token) {
        String subject =
                server.column("account where username = 'alice'", "subject").getFirst();
        return new TestBrowser(server)
                .get("/api/admin/subjects/" + subject + "/sessions", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private int checkOfAPushToken(String token) {
        return new TestBrowser(server)
                .postJson("/api/push-tokens/check", "{\"token\":\"a-device\"}", "Authorization", "Bearer " + token)
                .statusCode();
    }
}
