package org.exeunt.idp.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.exeunt.idp.IdpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A configuration that cannot be meant stops the start, says where and how to mend it, and leaves the database alone. */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationChecksTests {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void all_faults_are_reported_at_once_with_name_line_and_remedy(CapturedOutput output) {
        Throwable failure = failureOf("""
                exeunt:
                  isuer: https://id.example
                  session:
                    lifetime: a while
                  clients:
                    shop:
                      secret: hunter2
                      redirect-uris: https://shop.example/cb
                      back-channel-logout-url: https://shop.example/out
                      theme: nwes
                    robot:
                      grant-types: client_credentials
                      scopes: exeunt.admin
                  accounts:
                    gail:
                      name: Gail
                """);

        assertThat(faultNames(failure))
                .containsExactlyInAnyOrder(
                        "exeunt.isuer",
                        "exeunt.session.lifetime",
                        "exeunt.clients.shop.secret",
                        "exeunt.clients.shop.back-channel-logout-url",
                        "exeunt.clients.shop.theme",
                        "exeunt.clients.robot.grant-types",
                        "exeunt.clients.robot.scopes",
                        "exeunt.accounts.gail.password");
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START")
                .contains("Did you mean exeunt.issuer?", "Did you mean exeunt.clients.shop.back-channel-logout-uri?")
                .contains("there is no theme 'nwes'", "The themes are base, news.")
                .contains("exeunt.accounts.gail.password: is missing")
                .containsPattern("application\\.yml.* - 2:10")
                .containsPattern("application\\.yml.* - 10:14")
                .doesNotContain("hunter2", "\tat org.");
        assertThat(tables()).as("nothing was written").isEmpty();
    }

    @Test
    void keys_that_spring_boot_would_change_are_refused_with_the_spelling_that_works(CapturedOutput output) {
        Throwable failure = failureOf("""
                exeunt:
                  clients:
                    com.example.app:
                      redirect-uris: https://app.example/cb
                    https://app.example/meta:
                      name: Meta
                      redirect-uris: https://app.example/cb
                    my_app:
                      redirect-uris: https://app.example/cb
                  accounts:
                    gail@example.com:
                      password: a-long-password
                    gail@localhost:
                      password: a-long-password
                """);

        assertThat(faultNames(failure))
                .contains(
                        "exeunt.clients.com.example.app",
                        "exeunt.clients.https://app.example/meta",
                        "exeunt.clients.my_app",
                        "exeunt.accounts.gail@example.com",
                        "exeunt.accounts.gail@localhost");
        assertThat(output.getOut())
                .contains("'id: com.example.app'", "\"[com.example.app]\"")
                .contains("'id: https://app.example/meta'")
                .contains("'username: gail@example.com'", "\"[gail@example.com]\"");
        assertThat(tables()).isEmpty();
    }

    @Test
    void ids_and_usernames_of_any_characters_are_registered_by_property_or_in_brackets() {
        try (var server = start("""
                exeunt:
                  clients:
                    app:
                      id: com.example.app
                      redirect-uris: https://app.example/cb
                    "[https://app.example/meta]":
                      redirect-uris: https://app.example/cb
                    MyApp:
                      redirect-uris: https://app.example/cb
                  accounts:
                    gail:
                      username: gail@example.com
                      password: a-long-password
                    "[hugo@example.com]":
                      password: a-long-password
                """)) {
            var jdbc = server.getBean(JdbcClient.class);

            assertThat(jdbc.sql("select client_id from relying_party")
                            .query(String.class)
                            .list())
                    .containsExactlyInAnyOrder("com.example.app", "https://app.example/meta", "MyApp");
            assertThat(jdbc.sql("select username from account")
                            .query(String.class)
                            .list())
                    .containsExactlyInAnyOrder("gail@example.com", "hugo@example.com");
        }
    }

    @Test // B11
    void audiences_that_no_resource_server_answers_to_are_refused_with_words(CapturedOutput output) {
        Throwable failure = failureOf("""
                exeunt:
                  clients:
                    api:
                      secret: 0123456789abcdefghijklmnopqrstuvwxyz
                      grant-types: client_credentials
                      resource-server: true
                      resource-uris: https://api.example/orders
                    plain:
                      redirect-uris: https://plain.example/cb
                      resource-uris: https://plain.example
                    page:
                      redirect-uris: https://page.example/cb
                      resource-server: true
                      resource-uris: /relative
                    a1:
                      redirect-uris: https://app.example/cb
                      audiences: api, https://api.example/orders, https://elsewhere.example, urn:example:orders
                    a2:
                      redirect-uris: https://app.example/cb
                      audiences: apii
                    a3:
                      redirect-uris: https://app.example/cb
                      audiences: https://API.example/orders/
                    a4:
                      redirect-uris: https://app.example/cb
                      audiences: plain
                    a5:
                      redirect-uris: https://app.example/cb
                      audiences: https://api.example/orders#x
                    a6:
                      redirect-uris: https://app.example/cb
                      audiences: something else
                """);

        assertThat(faultNames(failure))
                .containsExactlyInAnyOrder(
                        "exeunt.clients.plain.resource-uris",
                        "exeunt.clients.page.resource-server",
                        "exeunt.clients.page.resource-uris",
                        "exeunt.clients.a2.audiences",
                        "exeunt.clients.a3.audiences",
                        "exeunt.clients.a4.audiences",
                        "exeunt.clients.a5.audiences",
                        "exeunt.clients.a6.audiences");
        assertThat(output.getOut())
                .contains("needs a secret: anyone who sends this client_id could introspect tokens")
                .contains("Did you mean 'api'?", "Did you mean 'https://api.example/orders'?")
                .contains("Set exeunt.clients.plain.resource-server to true.")
                .contains("'something else' is neither the id of a resource server nor an absolute URI");
        assertThat(tables()).isEmpty();
    }

    @Test
    void two_entries_of_one_client_or_account_are_refused() {
        Throwable failure = failureOf("""
                exeunt:
                  clients:
                    app:
                      redirect-uris: https://app.example/cb
                    other:
                      id: app
                      redirect-uris: https://app.example/cb
                  accounts:
                    gail:
                      password: a-long-password
                    other:
                      username: gail
                      password: a-long-password
                """);

        assertThat(faultNames(failure)).containsExactlyInAnyOrder("exeunt.clients.other", "exeunt.accounts.other");
    }

    @Test
    void a_theme_that_was_removed_is_a_warning_and_the_base_theme(CapturedOutput output) throws SQLException {
        String configuration = """
                exeunt:
                  clients:
                    shop:
                      redirect-uris: https://shop.example/cb
                """;
        start(configuration).close();
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into relying_party (client_id, name, theme, require_consent, grant_types, scopes, redirect_uris,"
                            + " post_logout_redirect_uris, allowed_origins) values ('old', 'Old', 'removed', false,"
                            + " 'authorization_code', 'openid', 'https://old.example/cb', '', '')");
        }

        start(configuration).close();

        assertThat(output.getOut()).contains("have the themes [removed], which do not exist");
    }

    private Throwable failureOf(String configuration) {
        Throwable failure = catchThrowable(() -> start(configuration).close());
        assertThat(failure).as("the start").isNotNull();
        return failure;
    }

    private ConfigurableApplicationContext start(String configuration) {
        try {
            Path file = Files.writeString(folder.resolve("application.yml"), configuration);
            return SpringApplication.run(
                    IdpServer.class,
                    "--spring.config.additional-location=" + file.toUri(),
                    "--spring.datasource.url=" + url(),
                    "--server.port=0",
                    "--management.server.port=-1");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("db") + ";USER=sa";
    }

    private List<String> tables() {
        List<String> tables = new ArrayList<>();
        try (var connection = DriverManager.getConnection(url());
                var found = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return tables;
    }

    private static List<String> faultNames(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfiguration invalid) {
                return invalid.faults().stream().map(ConfigurationFault::name).toList();
            }
        }
        throw new AssertionError("another failure", failure);
    }
}
