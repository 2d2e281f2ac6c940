package org.exeunt.idp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.catalina.connector.Request;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedUpdate;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.SessionsToEnd;
import org.exeunt.idp.session.SsoSessions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.util.ServletRequestPathUtils;

/** Fences inside and between the modules, each a sentence. */
@TestInstance(Lifecycle.PER_CLASS)
class ArchitectureTests {

    /** One class for each table. */
    private static final Set<String> OWNERS_OF_TABLES = Set.of(
            "Accounts",
            "RelyingParties",
            "SsoSessions",
            "SessionParticipants",
            "BrowserSessions",
            "DeviceHashes",
            "Authorizations",
            "Tokens",
            "Consents",
            "SigningKeys",
            "LogoutNotifications",
            "Receipts",
            "JobLeases",
            "SignOutHandles",
            "AuditTrail",
            "PushTokens",
            "Confirmations",
            "Attempts",
            "KnownBrowsers",
            "ConfigurationState",
            // Of none: it executes what the owners worded.
            "GuardedWriter");

    private static final DescribedPredicate<JavaClass> OWN_NO_TABLE = new DescribedPredicate<>("own no table") {
        @Override
        public boolean test(JavaClass type) {
            return OWNERS_OF_TABLES.stream().noneMatch(owner -> type.getName().matches(".*\\." + owner + "(\\$.*)?"));
        }
    };

    private static final String[] WEB = {"jakarta.servlet..", "org.springframework.web..", "org.springframework.http.."
    };

    private static final Set<String> RAW_PATHS =
            Set.of("getRequestURI", "getServletPath", "getPathInfo", "getRequestURL", "getCachedPathValue");

    /** Spring's {@code PathPatternRequestMatcher} compares decoded segments, as the mapping to controllers does. */
    private static final ArchRule READING_RAW_PATHS = noClasses()
            .that()
            // Refuses all spellings but one; puts another path in the place of an old one; sends back to where it
            // began.
            .haveNameNotMatching(".*\\.(CanonicalPathFilter|LegacyPathFilter\\$AtTheRightPlace|ReturnAddress)")
            .should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("read the path as it was sent") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return RAW_PATHS.contains(call.getName())
                            && (call.getTargetOwner().isAssignableTo(HttpServletRequest.class)
                                    || call.getTargetOwner().isEquivalentTo(ServletRequestPathUtils.class));
                }
            })
            .because("a decision on the path as it was sent can be got round: use PathPatternRequestMatcher");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.exeunt.idp");

    @Test
    void these_rules_see_the_program() {
        assertThat(classes.size()).isGreaterThan(90);
    }

    @Test
    void only_the_session_module_knows_spring_session() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.exeunt.idp.session..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.session..")
                .check(classes);
    }

    @Test
    void only_the_authorization_module_knows_the_authorization_server() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.exeunt.idp.authorization..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.security.oauth2.server..")
                .check(classes);
    }

    @Test
    void only_the_owner_of_a_table_speaks_sql() {
        noClasses()
                .that(OWN_NO_TABLE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..")
                .check(classes);
    }

    @Test
    void the_web_ends_at_the_ways_in() {
        noClasses()
                .that(resideOutsideOfPackages(
                        "org.exeunt.idp.browser..",
                        "org.exeunt.idp.logout.*..",
                        "org.exeunt.idp.signin..",
                        "org.exeunt.idp.theme..",
                        "org.exeunt.idp.web..",
                        "org.exeunt.idp.push..",
                        "org.exeunt.idp.authorization.."))
                .and()
                // The cookie of a browser session is Spring Session's business, and that is the session module's.
                .haveNameNotMatching(
                        ".*\\.session\\.(BrowserSessionIds|SessionCookie|OpBrowserState|CookieSessionResolver)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WEB)
                .check(classes);
    }

    @Test
    void paths_are_compared_by_patterns_and_not_as_they_were_sent() {
        READING_RAW_PATHS.check(classes);
    }

    @Test
    void a_class_that_compares_a_path_as_it_was_sent_is_found() {
        var comparing = new ClassFileImporter().importClasses(ComparesRawPath.class);

        assertThat(READING_RAW_PATHS.evaluate(comparing).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("getRequestURI"))
                .anyMatch(detail -> detail.contains("getServletPath"));
    }

    /** What is forbidden. */
    @SuppressWarnings("unused")
    private static final class ComparesRawPath {

        boolean isLogout(HttpServletRequest request) {
            return request.getRequestURI().equals("/logout");
        }

        boolean isPage(Request request) {
            return request.getServletPath().startsWith("/logout/");
        }
    }

    @Test
    void the_policy_has_no_effects() {
        noClasses()
                .that(simpleNameStartingWith("LogoutPolicy")
                        .or(simpleNameStartingWith("LogoutDecision"))
                        .or(simpleNameStartingWith("LogoutFacts")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.springframework..", "java.sql..", "java.time..", "org.slf4j.."))
                .check(classes);
    }

    /** Whatever a class does to get at the wording of an end, or to execute one: by a call, or by a reference to the method. */
    private static final ArchRule ONLY_THE_ENGINE_ENDS_SOMETHING = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(LogoutService.class.getName())
            .and()
            // It ends the authorization of a code or refresh token that was presented twice.
            .doNotHaveFullyQualifiedName("org.exeunt.idp.authorization.store.PresentedGrants")
            .and()
            // It ends an authorization that the framework removes, because the user refused consent.
            .doNotHaveFullyQualifiedName("org.exeunt.idp.authorization.store.JdbcAuthorizationService")
            .should()
            .accessTargetWhere(accesses(
                    "the wording of an end, or its execution",
                    target -> isOfType(target, GuardedUpdate.class)
                            || (target.getOwner().isEquivalentTo(GuardedWriter.class)
                                    && target.getName().equals("execute"))));

    private static final ArchRule ONLY_THE_ENGINE_ENDS_A_SESSION = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(LogoutService.class.getName())
            .should()
            .accessTargetWhere(accesses(
                    "the wording of the end of a session",
                    target -> target.getOwner().isEquivalentTo(SsoSessions.class)
                            && isOfType(target, GuardedUpdate.class)));

    private static final ArchRule ONLY_THE_OWNER_OF_A_TABLE_WORDS_AN_END = noClasses()
            .that(OWN_NO_TABLE)
            .and()
            .resideOutsideOfPackage("org.exeunt.idp.database")
            .should()
            .accessTargetWhere(accesses(
                    "SQL for the guarded writer",
                    target -> Set.of(GuardedUpdate.class.getName(), SqlWrite.class.getName())
                            .contains(target.getOwner().getName())));

    private static boolean isOfType(AccessTarget target, Class<?> type) {
        return target instanceof CodeUnitAccessTarget codeUnit
                && codeUnit.getRawReturnType().isEquivalentTo(type);
    }

    private static DescribedPredicate<JavaAccess<?>> accesses(String what, Predicate<AccessTarget> isIt) {
        return new DescribedPredicate<>(what) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return isIt.test(access.getTarget());
            }
        };
    }

    @Test
    void a_session_ends_in_one_place_only() {
        ONLY_THE_ENGINE_ENDS_SOMETHING.check(classes);
        ONLY_THE_ENGINE_ENDS_A_SESSION.check(classes);
        ONLY_THE_OWNER_OF_A_TABLE_WORDS_AN_END.check(classes);
    }

    @Test
    void the_rules_about_an_end_find_a_class_that_breaks_them() {
        JavaClasses calling = new ClassFileImporter().importClasses(EndsASessionByACall.class);
        JavaClasses referring = new ClassFileImporter().importClasses(EndsASessionByAReference.class);
        JavaClasses wording = new ClassFileImporter().importClasses(WordsAnEndItself.class);

        assertThat(ONLY_THE_ENGINE_ENDS_SOMETHING
                        .evaluate(calling)
                        .getFailureReport()
                        .getDetails())
                .as("the wording and its execution")
                .hasSize(2);
        assertThat(ONLY_THE_ENGINE_ENDS_A_SESSION.evaluate(calling).hasViolation())
                .isTrue();
        assertThat(ONLY_THE_ENGINE_ENDS_SOMETHING.evaluate(referring).hasViolation())
                .isTrue();
        assertThat(ONLY_THE_ENGINE_ENDS_A_SESSION.evaluate(referring).hasViolation())
                .isTrue();
        assertThat(ONLY_THE_OWNER_OF_A_TABLE_WORDS_AN_END.evaluate(wording).hasViolation())
                .isTrue();
    }

    /** Breaks the rule. */
    @SuppressWarnings("unused")
    private record EndsASessionByACall(SsoSessions sessions, GuardedWriter writer) {

        Changed end(SessionsToEnd ending) {
            return writer.execute(sessions.ending(ending), List.of());
        }
    }

    /** Breaks the rule. */
    @SuppressWarnings("unused")
    private record EndsASessionByAReference(SsoSessions sessions) {

        Function<SessionsToEnd, GuardedUpdate> end() {
            return sessions::ending;
        }
    }

    /** Breaks the rule. */
    @SuppressWarnings("unused")
    private record WordsAnEndItself() {

        SqlWrite end() {
            return SqlWrite.of("update sso_session set ended_at = current_timestamp");
        }
    }

    /** What the owners of tables execute without the guarded writer. */
    @Test
    void an_end_is_worded_once() throws IOException {
        Path sources = Path.of("src", "main", "java");
        Map<String, Long> wordings = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long count = Pattern.compile("\\bset\\s+ended_at\\b")
                        .matcher(Files.readString(file))
                        .results()
                        .count();
                if (count > 0) {
                    wordings.put(String.valueOf(file.getFileName()), count);
                }
            }
        }

        // The end of authorizations has two: by themselves, and together with a session.
        assertThat(wordings).containsExactly(Map.entry("Authorizations.java", 2L), Map.entry("SsoSessions.java", 1L));
    }

    @Test
    void time_and_randomness_are_injected() {
        noClasses()
                .that()
                .doNotHaveSimpleName("TimeAndRandomnessConfiguration")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callConstructor(Random.class)
                .check(classes);
    }

    @Test
    void every_package_is_null_marked() {
        classes().should(beInANullMarkedPackage()).check(classes);
    }

    @Test
    void nothing_is_injected_into_fields() {
        fields().should().notBeAnnotatedWith(Autowired.class).check(classes);
    }

    @Test
    void no_class_has_a_name_that_says_nothing() {
        // The framework's own interfaces of that name are what Spring developers look for.
        noClasses()
                .that()
                .areNotAssignableTo(AuthenticationManager.class)
                .and()
                .areNotAssignableTo(FlashMapManager.class)
                .should()
                .haveSimpleNameContaining("Util")
                .orShould()
                .haveSimpleNameContaining("Helper")
                .orShould()
                .haveSimpleNameContaining("Manager")
                .check(classes);
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a null-marked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + (marked ? " is" : " is not") + " in a null-marked package"));
            }
        };
    }
}
