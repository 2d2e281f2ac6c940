package org.exeunt.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The least that a server of our kind can do: the same framework, web server, driver and pool, and a handler that does one
 * indexed update and its commit, or nothing. No logout can be cheaper.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
class LimitServer {

    static final int ROWS = 100_000;

    public static void main(String[] arguments) {
        SpringApplication.run(LimitServer.class, arguments);
    }

    @RestController
    static final class Limit {

        private final JdbcClient jdbc;

        Limit(JdbcClient jdbc, DataSource pool) {
            if (!(pool instanceof HikariDataSource)) {
                throw new IllegalStateException("not the pool that the server uses: " + pool);
            }
            this.jdbc = jdbc;
        }

        @GetMapping("/update")
        Map<String, Object> update(@RequestParam int id) {
            return Map.of(
                    "updated",
                    jdbc.sql("update bench_limit set n = n + 1 where id = :id")
                            .param("id", id)
                            .update());
        }

        @GetMapping("/nothing")
        Map<String, Object> nothing() {
            return Map.of("updated", 0);
        }
    }
}
