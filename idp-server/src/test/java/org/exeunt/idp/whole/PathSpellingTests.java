package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.whole.TestClient.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each path has one spelling: decisions on the path as it was sent and on the decoded path never differ (fault A3). */
@TestInstance(Lifecycle.PER_CLASS)
class PathSpellingTests {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private static final String FOREIGN = "https://evil.example";

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private TestBrowser alice;

    @SuppressWarnings("NullAway.Init")
    private Tokens tokens;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl(), "--exeunt.clients.shop.session-management=true");
        alice = TestBrowser.signedIn(server, "alice");
        tokens = TestClient.SHOP.tokens(server, alice);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("addresses")
    @DisplayName("A path whose fixed parts are spelled in another way is answered 400 and changes nothing")
    void another_spelling_of_the_fixed_parts_is_refused(Address address) {
        String path = VARIABLE.matcher(address.pattern()).replaceAll("x");
        Map<String, List<String>> before = everything();

        for (String spelling : spellings(address.pattern())) {
            for (String[] credentials : credentials()) {
                RawHttp.Answer answer = alice.raw(address.method() + " " + spelling, credentials);

                assertThat(answer.status())
                        .as("%s %s", address.method(), spelling)
                        .isEqualTo(400);
                assertThat(answer.header("Set-Cookie")).as(spelling).isEmpty();
            }
        }

        assertThat(everything()).as(path).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("addressesWithVariables")
    @DisplayName("A variable part of a path may be percent-encoded: the answer is that to the plain spelling")
    void a_variable_part_may_be_encoded(Address address) {
        String plain = VARIABLE.matcher(address.pattern()).replaceAll("alice");
        String encoded = VARIABLE.matcher(address.pattern()).replaceAll("%61l%69ce");
        String withSlash = VARIABLE.matcher(address.pattern()).replaceAll("al%2Fice");
        var stranger = new TestBrowser(server);

        RawHttp.Answer expected = stranger.raw(address.method() + " " + plain);
        RawHttp.Answer answer = stranger.raw(address.method() + " " + encoded);

        assertThat(answer.status()).isEqualTo(expected.status()).isNotEqualTo(400);
        assertThat(answer.location()).isEqualTo(expected.location().replace("alice", "%61l%69ce"));
        assertThat(stranger.raw(address.method() + " " + withSlash).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("A page of another origin does not end the session by an encoded path")
    void an_encoded_path_does_not_get_round_the_origin_check() {
        RawHttp.Answer answer = alice.raw("POST /api/%61uth/logout", "Origin", FOREIGN);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(alice.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("The controller refuses a page of another origin itself, also if no filter did")
    void the_way_in_checks_the_origin_itself() throws Exception {
        var bob = TestBrowser.signedIn(server, "bob");
        String sid = TestClient.SHOP.tokens(server, bob).sid();
        var session = server.bean(SsoSessions.class)
                .findLive(Sid.parse(sid).orElseThrow())
                .orElseThrow();
        WebApplicationContext context =
                Objects.requireNonNull(server.bean(DispatcherServlet.class).getWebApplicationContext());
        var withoutFilters = MockMvcBuilders.webAppContextSetup(context).build();

        SecurityContextHolder.getContext().setAuthentication(new SsoAuthentication(session));
        try {
            var refused = withoutFilters
                    .perform(post("/api/auth/logout").header("Origin", FOREIGN))
                    .andReturn();

            assertThat(refused.getResponse().getStatus()).isEqualTo(403);
            assertThat(refused.getResponse().getContentAsString()).contains("origin-not-allowed");
            assertThat(bob.isSignedIn()).isTrue();

            var allowed = withoutFilters
                    .perform(post("/api/auth/logout?client_id=shop").header("Origin", TestClient.SHOP.origin()))
                    .andReturn();

            assertThat(allowed.getResponse().getStatus()).isEqualTo(200);
            assertThat(bob.isSignedIn()).isFalse();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void all_mappings_are_walked_and_a_change_would_be_seen() {
        Map<String, List<String>> before = everything();

        TestBrowser.signedIn(server, "bob");

        assertThat(addresses()).hasSizeGreaterThan(60);
        assertThat(addressesWithVariables()).hasSizeGreaterThan(6);
        assertThat(everything()).isNotEqualTo(before);
    }

    /** @param pattern as in a request mapping */
    record Address(String method, String pattern) {}

    private Stream<Address> addressesWithVariables() {
        return addresses().filter(address -> address.pattern().contains("{"));
    }

    private Stream<Address> addresses() {
        Stream<Address> ours = server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(PathSpellingTests::addresses);
        Stream<Address> frameworks =
                frameworks().flatMap(path -> Stream.of("GET", "POST").map(method -> new Address(method, path)));
        Stream<Address> formerPlatform = Stream.of("/flow/login", "/oauth/authorize", "/oauth/token")
                .flatMap(path -> Stream.of("GET", "POST").map(method -> new Address(method, path)));
        return Stream.of(ours, frameworks, formerPlatform)
                .flatMap(addresses -> addresses)
                .filter(address -> !address.pattern().equals("/"))
                .distinct();
    }

    private static Stream<Address> addresses(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods().isEmpty()
                ? Set.of(RequestMethod.GET, RequestMethod.POST)
                : mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .flatMap(pattern -> methods.stream().map(method -> new Address(method.name(), pattern)));
    }

    private Stream<String> frameworks() {
        return Stream.concat(
                Endpoints.ofAuthorizationServer(server),
                Stream.of("/.well-known/oauth-authorization-server", "/sdk/v1/session.js", "/livez", "/readyz"));
    }

    /** Other ways to write the same path: what a decoding, normalizing reader takes for it. */
    private static Set<String> spellings(String pattern) {
        Set<String> spellings = new LinkedHashSet<>();
        String[] segments = pattern.substring(1).split("/", -1);
        for (int index = 0; index < segments.length; index++) {
            String segment = segments[index];
            if (!segment.startsWith("{")) {
                int last = segment.length() - 1;
                spellings.add(with(segments, index, encoded(segment.charAt(0)) + segment.substring(1)));
                spellings.add(with(
                        segments,
                        index,
                        segment.substring(0, last)
                                + encoded(segment.charAt(last)).toLowerCase(Locale.ROOT)));
                spellings.add(with(segments, index, everyCharacterEncoded(segment)));
                spellings.add(with(
                        segments,
                        index,
                        segment.replace("-", "%2D").replace(".", "%2e").replace("_", "%5f")));
            }
            spellings.add(with(segments, index, "/" + segment));
            spellings.add(with(segments, index, "./" + segment));
            spellings.add(with(segments, index, "x/../" + segment));
            spellings.add(with(segments, index, "%2e/" + segment));
            spellings.add(with(segments, index, "x/%2E%2e/" + segment));
            spellings.add(with(segments, index, segment + ";x=1"));
            spellings.add(with(segments, index, segment + ";"));
        }
        String path = with(segments, 0, segments[0]);
        spellings.add("/" + path.substring(1).replaceFirst("/", "%2F"));
        spellings.add("/" + path.substring(1).replaceFirst("/", "%5c"));
        spellings.add("%2F" + path.substring(1));
        spellings.add(path + "/.");
        spellings.add(path + "/x/..");
        spellings.remove(path);
        return spellings;
    }

    private static String with(String[] segments, int index, String replacement) {
        List<String> changed = new ArrayList<>(List.of(segments));
        changed.set(index, replacement);
        return "/" + VARIABLE.matcher(String.join("/", changed)).replaceAll("x");
    }

    private static String everyCharacterEncoded(String segment) {
        var encoded = new StringBuilder();
        segment.chars().forEach(character -> encoded.append(encoded((char) character)));
        return encoded.toString();
    }

    private static String encoded(char character) {
        return "%%%02X".formatted((int) character);
    }

    /** What would make something happen, if one of the spellings arrived. */
    private List<String[]> credentials() {
        String form = "application/x-www-form-urlencoded";
        return List.of(
                new String[] {"Origin", FOREIGN},
                new String[] {"Authorization", "Bearer " + tokens.access(), "Content-Type", form, "body", "scope=others"
                },
                new String[] {
                    "Authorization",
                    TestClient.SHOP.basic(),
                    "Content-Type",
                    form,
                    "body",
                    "token=" + tokens.refresh() + "&grant_type=refresh_token&refresh_token=" + tokens.refresh()
                });
    }

    /** All rows of all tables. */
    private Map<String, List<String>> everything() {
        Map<String, List<String>> rows = new TreeMap<>();
        server.jdbc()
                .sql("select table_name from information_schema.tables where table_schema = 'PUBLIC'")
                .query(String.class)
                .list()
                .forEach(table -> rows.put(
                        table,
                        server.jdbc()
                                .sql("select * from \"" + table + "\"")
                                .query((row, _) -> {
                                    var columns = new StringBuilder();
                                    for (int column = 1;
                                            column <= row.getMetaData().getColumnCount();
                                            column++) {
                                        columns.append(row.getString(column)).append('|');
                                    }
                                    return columns.toString();
                                })
                                .list()));
        return rows;
    }
}
