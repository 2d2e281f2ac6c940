package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The documented table of endpoints, against the server's mappings. */
@TestInstance(Lifecycle.PER_CLASS)
class EndpointsDocumentTests {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.shop.session-management=true");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void every_address_that_the_server_answers_to_is_documented() throws IOException {
        Set<String> documented = documented();

        assertThat(ours()).hasSizeGreaterThan(30);
        assertThat(documented).containsAll(ours()).containsAll(frameworks());
    }

    @Test
    void every_documented_address_is_answered() throws IOException {
        var alice = TestBrowser.signedIn(server, "alice");

        List<String> unknown = documented().stream()
                .filter(address -> !address.contains("{") && !isOnAnotherPort(address))
                // One of the framework's does not feel concerned without it.
                .filter(address -> alice.get(address + "?user_code=none").statusCode() == 404)
                .toList();

        assertThat(unknown).isEmpty();
    }

    private Set<String> ours() {
        return server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(handler -> handler.getValue().getBeanType().getName().startsWith("org.exeunt."))
                .flatMap(handler -> handler.getKey().getPatternValues().stream())
                .filter(address -> !address.equals("/error"))
                .collect(Collectors.toSet());
    }

    private List<String> frameworks() {
        var settings = server.bean(AuthorizationServerSettings.class);
        return List.of(
                settings.getAuthorizationEndpoint(),
                settings.getTokenEndpoint(),
                settings.getTokenIntrospectionEndpoint(),
                settings.getTokenRevocationEndpoint(),
                settings.getJwkSetEndpoint(),
                settings.getOidcUserInfoEndpoint(),
                settings.getOidcLogoutEndpoint(),
                settings.getDeviceAuthorizationEndpoint(),
                settings.getDeviceVerificationEndpoint());
    }

    private static boolean isOnAnotherPort(String address) {
        return address.startsWith("/actuator/");
    }

    /** What stands in the first column in code, without methods and queries. */
    private static Set<String> documented() throws IOException {
        return Files.readAllLines(Path.of("../docs/reference/endpoints.md")).stream()
                .dropWhile(line -> !line.startsWith("| Endpoint |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.replace("\\|", " ").split("\\|", -1)[1])
                .flatMap(column -> CODE.matcher(column).results().map((MatchResult code) -> code.group(1)))
                .flatMap(code -> Stream.of(code.split("[ ?]", -1)))
                .filter(word -> word.startsWith("/"))
                .collect(Collectors.toSet());
    }
}
