package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Addresses without an endpoint, and which endpoints are open to requests without any authentication. */
class UnknownAddressTests {

    /** Endpoints that a request without cookie and token reaches. Each decides by itself whom it serves. */
    private static final Set<String> OPEN = Set.of(
            "GET /",
            "GET /login",
            "GET /problems/{key}",
            "GET /logout",
            "POST /logout",
            "GET /connect/logout",
            "POST /connect/logout",
            "POST /logout/confirmation",
            "GET /connect/check-session/v1.js",
            "GET /v2/session",
            "POST /api/auth/logout",
            "POST /auth/logout",
            "POST /oauth2/authorize-challenge",
            "GET /ajax/hasSession.js",
            "GET /ajax/logout.js",
            "GET /rpc/hasSession.js");

    private final RunningServer server = RunningServer.shared(TestDatabase.H2);

    @ParameterizedTest // E9
    @ValueSource(
            strings = {
                "/no-such-page",
                "/no-such-file.js",
                "/api/no-such-resource",
                "/api/2/no-such-resource",
                "/oauth2/no-such-endpoint",
                "/oauth2/par",
                "/devices/no-such-page",
                "/login/no-such-page",
                "/password/x",
                "/oauth2/consent/x",
                "/logout/no-such-page",
                "/.well-known/no-such-document"
            })
    @DisplayName(
            "An unknown address is 404 for everyone and every method: a page for people, a problem document for programs")
    void an_unknown_address_is_404(String path) {
        for (var browser : List.of(new TestBrowser(server), TestBrowser.signedIn(server, "alice"))) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                var page = browser.send(method, path, "Accept", "text/html");
                var program =
                        browser.send(method, path, "Accept", "application/json", "Origin", "https://evil.example");

                assertThat(page.statusCode()).as(method).isEqualTo(404);
                assertThat(page.body()).contains("There is no page here", "/themes/");
                assertThat(program.statusCode()).as(method).isEqualTo(404);
                assertThat(TestBrowser.header(program, "Content-Type")).isEqualTo("application/problem+json");
                assertThat(TestClient.json(program, "type")).isEqualTo("/problems/nothing-here");
                assertThat(program.headers().map()).doesNotContainKeys("location", "www-authenticate", "set-cookie");
            }
            assertThat(browser.send("HEAD", path).statusCode()).isEqualTo(404);
            assertThat(browser.post(path, Map.of("x", "y")).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest // E9
    @ValueSource(strings = {"/devices", "/devices/sign-out", "/password", "/activate", "/oauth2/consent"})
    @DisplayName("A page of a signed-in user leads to the sign-in page")
    void a_known_page_leads_to_the_sign_in_page(String path) {
        var answer = new TestBrowser(server).get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(TestBrowser.location(answer)).startsWith("/login");
    }

    @Test // E9
    @DisplayName(
            "Only the endpoints listed here are open; every other one asks for a sign-in, a token or a registered origin")
    void no_endpoint_is_open_by_accident() {
        Set<String> open = new TreeSet<>();
        Set<String> withoutRule = new TreeSet<>();
        endpoints().forEach(endpoint -> {
            String[] methodAndPath = endpoint.split(" ", 2);
            var answer = new TestBrowser(server)
                    .send(
                            methodAndPath[0],
                            methodAndPath[1].replace("{key}", "nothing-here").replaceAll("\\{\\w+}", "x"));
            boolean signIn = TestBrowser.location(answer).startsWith("/login");
            if (answer.statusCode() == 404) {
                withoutRule.add(endpoint);
            } else if (answer.statusCode() != 401 && answer.statusCode() != 403 && !signIn) {
                open.add(endpoint);
            }
        });

        assertThat(open).isEqualTo(new TreeSet<>(OPEN));
        // No receipt has the address x, and no client uses session management.
        assertThat(withoutRule)
                .allMatch(endpoint -> endpoint.matches(".* (/logout/receipt/.+|/connect/check-session)"));
    }

    @Test // E9
    @DisplayName("A controller for whose address there is no rule is reached by no one")
    void a_controller_without_a_rule_is_not_reached() throws NoSuchMethodException {
        var forgotten = new Forgotten();
        var mapping = RequestMappingInfo.paths("/forgotten").build();
        var mappings = server.bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping");
        mappings.registerMapping(mapping, forgotten, Forgotten.class.getDeclaredMethod("answer"));
        try {
            for (var browser : List.of(new TestBrowser(server), TestBrowser.signedIn(server, "alice"))) {
                for (String method : List.of("GET", "POST", "DELETE")) {
                    assertThat(browser.send(method, "/forgotten").statusCode()).isEqualTo(404);
                }
            }
        } finally {
            mappings.unregisterMapping(mapping);
        }
        assertThat(forgotten.calls).hasValue(0);
    }

    /** As a controller that someone adds without a rule. */
    static final class Forgotten {

        private final AtomicInteger calls = new AtomicInteger();

        @ResponseBody
        String answer() {
            return "call " + calls.incrementAndGet();
        }
    }

    private Stream<String> endpoints() {
        return server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> !path.equals("/error"))
                        .flatMap(path -> methods(mapping).map(method -> method + " " + path)));
    }

    private static Stream<String> methods(RequestMappingInfo mapping) {
        var methods = mapping.getMethodsCondition().getMethods();
        return methods.isEmpty() ? Stream.of("GET", "POST") : methods.stream().map(Enum::name);
    }
}
