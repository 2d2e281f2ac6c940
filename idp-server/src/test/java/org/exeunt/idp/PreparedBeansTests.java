package org.exeunt.idp;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PreparedBeansTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.exeunt.idp");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.url=jdbc:postgresql://localhost/exeunt",
                "spring.datasource.hikari.maximum-pool-size=20",
                "spring.profiles.active=production",
                "server.port=80",
                "exeunt.issuer=https://id.example",
                "exeunt.clients.shop.name=Shop",
                "logging.level.root=warn",
                "management.server.port=9100"
            })
    void what_is_read_at_run_time_leaves_the_beans_prepared(String setting) {
        assertThat(PreparedBeans.decisive(environment(setting))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.thymeleaf.enabled=false",
                "spring.threads.virtual.enabled=true",
                "server.forward-headers-strategy=framework",
                "management.endpoints.web.exposure.include=*",
                "exeunt.compat.jsonp=true"
            })
    void what_may_answer_a_condition_makes_the_beans_anew(String setting) {
        assertThat(PreparedBeans.decisive(environment(setting))).contains(setting.substring(0, setting.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "8443"})
    void a_port_for_operators_that_is_none_or_the_server_s_makes_the_beans_anew(String port) {
        assertThat(PreparedBeans.decisive(environment("management.server.port=" + port, "server.port=8443")))
                .contains("management.server.port");
    }

    @Test
    void a_setting_in_the_environment_of_the_process_counts_too() {
        var environment = environment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("PATH", "/bin", "SPRING_MAIN_LAZYINITIALIZATION", "true")));

        assertThat(PreparedBeans.decisive(environment)).contains("spring.main.lazyinitialization");
    }

    @Test
    void no_other_bean_of_ours_depends_on_a_setting_or_a_profile() {
        DescribedPredicate<JavaAnnotation<?>> onConfiguration =
                describe("ask for a setting or a profile", annotation -> {
                    String type = annotation.getRawType().getName();
                    return type.equals(Profile.class.getName())
                            || (type.contains(".ConditionalOn") && !type.endsWith(".ConditionalOnMissingBean"));
                });

        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.exeunt.idp.logout.compat.JsonpController")
                .should()
                .beAnnotatedWith(onConfiguration)
                .check(classes);
        noMethods().should().beAnnotatedWith(onConfiguration).check(classes);
    }

    private static StandardEnvironment environment(String... settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        Map<String, Object> values =
                new LinkedHashMap<>(Map.of("server.port", "9000", "management.server.port", "9001"));
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            values.put(pair[0], pair[1]);
        }
        environment.getPropertySources().addLast(new MapPropertySource("of an operator", values));
        return environment;
    }
}
