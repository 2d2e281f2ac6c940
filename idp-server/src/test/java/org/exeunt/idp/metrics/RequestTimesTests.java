package org.exeunt.idp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

/** Answers that no request to a server in order brings about. */
class RequestTimesTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(registry);
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/anything?code=secret");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        registry.get("http.server.requests")
                .timer()
                .getId()
                .getTags()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    private void whichThrows(Throwable failure) {
        FilterChain chain = (_, _) -> {
            switch (failure) {
                case IOException broken -> throw broken;
                case ServletException broken -> throw broken;
                case RuntimeException broken -> throw broken;
                default -> throw (Error) failure;
            }
        };
        assertThatThrownBy(() -> times.doFilter(request, response, chain)).isSameAs(failure);
    }

    @Test
    void what_is_thrown_is_counted_as_an_error_and_passed_on() {
        whichThrows(new IllegalStateException("broken"));

        assertThat(tags())
                .containsEntry("status", "500")
                .containsEntry("outcome", "SERVER_ERROR")
                .containsEntry("exception", "IllegalStateException")
                .containsEntry("error", "IllegalStateException")
                .containsEntry("uri", "UNKNOWN");
    }

    @Test
    void what_was_sent_before_something_broke_stays_sent() {
        FilterChain chain = (_, answer) -> {
            answer.flushBuffer();
            throw new IllegalStateException("nobody reads on");
        };

        assertThatThrownBy(() -> times.doFilter(request, response, chain)).hasMessage("nobody reads on");

        assertThat(tags()).containsEntry("status", "200").containsEntry("exception", "IllegalStateException");
    }

    @Test
    void the_cause_is_named_and_not_what_carries_it() {
        whichThrows(new ServletException(new ArithmeticException("broken")));

        assertThat(tags()).containsEntry("exception", "ArithmeticException");
    }

    @ParameterizedTest
    @CsvSource({
        "200, UNKNOWN, SUCCESS",
        "302, REDIRECTION, REDIRECTION",
        "404, NOT_FOUND, CLIENT_ERROR",
        "403, UNKNOWN, CLIENT_ERROR",
        "503, UNKNOWN, SERVER_ERROR",
        "101, UNKNOWN, INFORMATIONAL",
        "799, UNKNOWN, UNKNOWN",
    })
    void a_path_that_nobody_names_is_never_the_one_that_was_asked_for(int status, String uri, String outcome)
            throws Exception {
        times.doFilter(request, response, (_, _) -> response.setStatus(status));

        assertThat(tags())
                .containsEntry("uri", uri)
                .containsEntry("status", Integer.toString(status))
                .containsEntry("outcome", outcome);
    }

    @Test
    void a_handler_names_the_path_and_a_stranger_no_method() throws Exception {
        request.setMethod("BREW");
        times.doFilter(
                request,
                response,
                (_, _) -> request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/pots/{id}"));

        assertThat(tags()).containsEntry("uri", "/pots/{id}").containsEntry("method", "UNKNOWN");
    }
}
