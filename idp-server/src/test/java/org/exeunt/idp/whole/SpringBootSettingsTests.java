package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.tomcat.metrics.TomcatMetricsBinder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** A setting of Spring Boot has its documented effect, or the start refuses it: none is silently ignored (decision 40). */
@TestInstance(Lifecycle.PER_CLASS)
class SpringBootSettingsTests {

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("operator.sql");
        Files.writeString(script, "create schema operator; create table operator.made (id int);");
        server = RunningServer.start(
                TestDatabase.H2.freshUrl(),
                "--management.server.port=0",
                "--management.endpoints.web.exposure.include=info",
                "--management.info.env.enabled=true",
                "--info.datacenter=north",
                "--management.observations.http.server.requests.name=requests.of.the.operator",
                "--server.tomcat.mbeanregistry.enabled=true",
                "--spring.flyway.table=migrations_that_ran",
                "--spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
                "--spring.jdbc.template.fetch-size=17",
                "--spring.session.jdbc.cleanup-cron=* * * * * *",
                "--spring.sql.init.mode=always",
                "--spring.sql.init.schema-locations=" + script.toUri(),
                "--spring.task.execution.thread-name-prefix=operator-execution-",
                "--spring.task.scheduling.thread-name-prefix=operator-scheduling-",
                "--spring.transaction.default-timeout=30s");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void flyway() {
        assertThat(server.column("\"migrations_that_ran\"", "\"version\"")).contains("1");
    }

    @Test
    void jackson() {
        record Answer(String firstName) {}

        assertThat(server.bean(JsonMapper.class).writeValueAsString(new Answer("x")))
                .isEqualTo("{\"FirstName\":\"x\"}");
    }

    @Test
    void jdbc_template() {
        assertThat(server.bean(JdbcTemplate.class).getFetchSize()).isEqualTo(17);
    }

    @Test
    void clean_up_of_browser_sessions() {
        server.jdbc().sql("""
                        insert into spring_session (primary_id, session_id, creation_time, last_access_time,
                            max_inactive_interval, expiry_time) values ('expired', 'expired', 0, 0, 1, 1)
                        """).update();

        await().untilAsserted(() ->
                assertThat(server.column("spring_session", "primary_id")).doesNotContain("expired"));
    }

    @Test
    void sql_scripts() {
        assertThat(server.column("operator.made", "id")).isEmpty();
    }

    @Test
    void tasks() throws Exception {
        assertThat(server.bean(AsyncTaskExecutor.class, "applicationTaskExecutor")
                        .submit(() -> Thread.currentThread().getName())
                        .get())
                .startsWith("operator-execution-");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .anyMatch(name -> name.startsWith("operator-scheduling-")));
    }

    @Test
    void transactions() {
        assertThat(server.bean(AbstractPlatformTransactionManager.class).getDefaultTimeout())
                .isEqualTo(30);
    }

    /** Not by a meter: the first server of a JVM decides whether Tomcat has a registry of MBeans, which those of a meter come from. */
    @Test
    void meters_of_tomcat() {
        assertThat(server.bean(TomcatMetricsBinder.class)).isNotNull();
    }

    @Test
    void observation_of_requests() {
        TestBrowser.signedIn(server, "alice");

        await().untilAsserted(() -> assertThat(server.bean(MeterRegistry.class)
                        .find("requests.of.the.operator")
                        .tags("uri", "/login", "method", "GET")
                        .timer())
                .isNotNull());
    }

    @Test
    void info() throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + server.managementPort() + "/actuator/info"))
                                .build(),
                        BodyHandlers.ofString(UTF_8));

        assertThat(answer.body()).contains("north");
    }

    @ParameterizedTest
    @CsvSource({
        "spring.security.user.password, exeunt.accounts",
        "spring.security.oauth2.authorizationserver.client.shop.registration.client-id, exeunt.clients",
        "spring.security.oauth2.authorizationserver.issuer, exeunt.issuer",
        "spring.session.jdbc.table-name, spring_session",
        "spring.session.timeout, exeunt.session.lifetime",
        "server.servlet.session.cookie.name, exeunt.session",
        "spring.http.clients.read-timeout, exeunt.notifications",
        "spring.messages.basename, themes",
        "spring.web.locale, language",
    })
    void settings_that_the_server_replaces_are_refused(String setting, String remedy) {
        assertRefused(setting, "a-secret-value", remedy);
    }

    @Test
    void commits_cannot_be_left_to_the_pool() {
        assertRefused("spring.datasource.hikari.auto-commit", "false", "Remove the setting");
    }

    private static void assertRefused(String setting, String value, String remedy) {
        String url = TestDatabase.H2.freshUrl();

        assertThatThrownBy(() -> RunningServer.start(url, "--" + setting + "=" + value))
                .hasMessageContaining(setting)
                .hasMessageNotContaining(value.equals("false") ? "=false" : value)
                .extracting("remedy")
                .asString()
                .contains(remedy);
    }

    /** Nothing else, so that the plain jar leaves the context of another application alone. */
    @Test
    void the_jar_registers_only_failure_analyzers() throws IOException {
        Properties registered = PropertiesLoaderUtils.loadProperties(
                new FileSystemResource(Path.of("src/main/resources/META-INF/spring.factories")));

        assertThat(Map.copyOf(registered)).containsOnlyKeys("org.springframework.boot.diagnostics.FailureAnalyzer");
    }
}
