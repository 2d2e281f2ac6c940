package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Everything in every column of every table, after every flow: nothing of it opens anything (invariant 8). */
@OnEachDatabase
class WhatIsKeptTests {

    private final TestDatabase database;

    WhatIsKeptTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("COK-10, CVE-03, SEC-16: no cookie, code, token, hint, password, secret or confirmation is kept")
    void nothing_that_is_kept_opens_anything() {
        try (var server = RunningServer.start(database.freshUrl(), "--exeunt.clients.news.require-consent=true")) {
            List<String> issued = new ArrayList<>(
                    List.of(TestClient.password("alice"), TestClient.SHOP.secret(), TestClient.NEWS.secret()));
            runEveryFlow(server, issued);

            String kept = everythingIn(server);

            assertThat(issued).hasSizeGreaterThan(20).doesNotContain("", "null");
            assertThat(issued).allSatisfy(value -> assertThat(kept).doesNotContain(value));
            assertThat(kept).contains("alice@example.com", "http://localhost:8080/signed-out");
        }
    }

    private static void runEveryFlow(RunningServer server, List<String> issued) {
        var alice = new TestBrowser(server);
        alice.signIn("alice");
        issued.add(alice.sessionCookie().orElseThrow());
        String unused = TestClient.SHOP.code(alice, "openid");
        String used = TestClient.SHOP.code(alice, "openid");
        Tokens first = Tokens.of(TestClient.SHOP.redeem(server, used));
        Tokens second = Tokens.of(TestClient.SHOP.refresh(server, first.refresh()));
        Tokens offline = TestClient.MOBILE.tokens(server, alice, "openid offline_access");
        issued.addAll(List.of(unused, used));
        for (Tokens tokens : List.of(first, second, offline)) {
            issued.addAll(List.of(tokens.access(), tokens.refresh(), tokens.id()));
        }
        var app = new TestBrowser(server);
        Tokens handedOver = TestClient.MOBILE.tokens(server, alice);
        app.postJson("/auth/refresh", "{\"refresh_token\":\"" + handedOver.refresh() + "\"}");
        issued.addAll(app.cookies().values());
        HttpResponse<String> device =
                TestClient.MOBILE.call(server, "/oauth2/device_authorization", Map.of("scope", "profile"));
        issued.addAll(List.of(TestClient.json(device, "device_code"), TestClient.json(device, "user_code")));
        HttpResponse<String> consent = alice.get(TestClient.NEWS.authorizationUrl("openid profile"));
        issued.add(TestBrowser.location(consent).replaceFirst(".*&state=", ""));
        issued.add(TestBrowser.hidden(alice.get("/connect/logout"), "confirmation"));
        issued.add(TestBrowser.hidden(alice.get("/connect/logout?state=x"), "confirmation"));

        var interrupted = new TestBrowser(server);
        interrupted.get(TestClient.SHOP.authorizationUrl("openid") + "&id_token_hint=" + second.id());
        interrupted.get(TestClient.SHOP.authorizationUrl("openid profile"));
        alice.get(TestClient.SHOP.authorizationUrl("openid") + "&id_token_hint=" + offline.id());
        alice.get("/logout?client_id=shop&oauth_token=" + second.access() + "&id_token_hint=" + second.id());
        var bob = TestBrowser.signedIn(server, "bob");
        issued.add(bob.sessionCookie().orElseThrow());
    }

    private static String everythingIn(RunningServer server) {
        var everything = new StringBuilder();
        List<String> columns = server.jdbc()
                .sql("""
                        select table_name, column_name from information_schema.columns
                        where lower(table_schema) = 'public' and lower(table_name) <> 'flyway_schema_history'
                        """)
                .query((row, _) -> row.getString(1) + " " + row.getString(2))
                .list();
        assertThat(columns).hasSizeGreaterThan(50);
        for (String column : columns) {
            String[] names = column.split(" ", 2);
            server.jdbc()
                    .sql("select " + names[1] + " from " + names[0])
                    .query((row, _) -> row.getObject(1))
                    .list()
                    .forEach(value -> everything
                            .append(value instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : value)
                            .append('\n'));
        }
        return everything.toString();
    }
}
