package org.exeunt.idp.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Times every request as the meter {@code http.server.requests}, by the names and tags that the framework gives it: a dashboard
 * made for any application of Spring Boot shows this one.
 *
 * <p>The framework's own filter does it by way of an observation, which may be traced as well. Nobody traces here, and it takes a
 * tenth of what an introspection costs.
 *
 * <p>Whoever answers before the framework finds a handler says which path it was by {@link
 * HandlerMapping#BEST_MATCHING_PATTERN_ATTRIBUTE}, as handlers do. It must be one of few, never what a stranger may choose.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestTimes implements Filter {

    private static final String NONE = "none";
    private static final String UNKNOWN = "UNKNOWN";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var asked = (HttpServletRequest) request;
        var answer = (HttpServletResponse) response;
        long begin = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error failure) {
            // What was sent stays sent: a person who closes a page that is still coming makes no error of ours.
            int status = answer.isCommitted() ? answer.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            record(begin, asked, status, cause(failure));
            throw failure;
        }
        if (asked.isAsyncStarted()) {
            asked.getAsyncContext().addListener(new OnceComplete(begin, asked, answer));
        } else {
            record(begin, asked, answer.getStatus(), failure(asked));
        }
    }

    private void record(long begin, HttpServletRequest request, int status, @Nullable Throwable failure) {
        var kind = new Kind(
                METHODS.contains(request.getMethod()) ? request.getMethod() : UNKNOWN,
                uri(request, status),
                status,
                failure == null ? NONE : failure.getClass().getSimpleName());
        timers.computeIfAbsent(kind, this::timer).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .tag("method", kind.method)
                .tag("uri", kind.uri)
                .tag("status", Integer.toString(kind.status))
                .tag("outcome", outcome(kind.status))
                .tag("exception", kind.exception)
                .tag("error", kind.exception)
                .register(registry);
    }

    private static String uri(HttpServletRequest request, int status) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (pattern != null) {
            return pattern.toString();
        }
        return switch (status / 100) {
            case 3 -> "REDIRECTION";
            case 4 -> status == HttpServletResponse.SC_NOT_FOUND ? "NOT_FOUND" : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private static String outcome(int status) {
        HttpStatus.Series series = HttpStatus.Series.resolve(status);
        return series == null
                ? UNKNOWN
                : switch (series) {
                    case SUCCESSFUL -> "SUCCESS";
                    case REDIRECTION, INFORMATIONAL, CLIENT_ERROR, SERVER_ERROR -> series.name();
                };
    }

    /** What a servlet reports as the reason why there is an error to show. */
    private static @Nullable Throwable failure(HttpServletRequest request) {
        return (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof ServletException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What is counted together. */
    private record Kind(String method, String uri, int status, String exception) {}

    /** A request that goes on without its thread is over when the container says so. */
    private final class OnceComplete implements AsyncListener {

        private final long begin;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private @Nullable Throwable failure;

        OnceComplete(long begin, HttpServletRequest request, HttpServletResponse response) {
            this.begin = begin;
            this.request = request;
            this.response = response;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            record(begin, request, response.getStatus(), failure == null ? failure(request) : failure);
        }

        @Override
        public void onError(AsyncEvent event) {
            failure = event.getThrowable();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Answered by whoever started it; it completes after that.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
