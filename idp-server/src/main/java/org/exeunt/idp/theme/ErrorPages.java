package org.exeunt.idp.theme;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers errors that no controller handled: a page for browsers, a problem document (RFC 9457) for programs. Both
 * carry a correlation id that is also in the log; neither repeats anything of the request. The {@code type} of a
 * problem document is the address of one of the {@link ProblemPages}.
 */
@Controller
class ErrorPages implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);

    /** Problem types by status. They are part of the API: never change them. */
    private static final Map<Integer, String> TYPES = Map.of(
            403, "/problems/not-allowed",
            404, "/problems/nothing-here",
            405, "/problems/unsupported-method",
            406, "/problems/unsupported-answer",
            408, "/problems/body-too-slow",
            413, "/problems/body-too-long",
            415, "/problems/unsupported-body",
            503, "/problems/temporarily-unavailable");

    private static final String REQUEST_AT_FAULT = "/problems/unusable-request";
    private static final String SERVER_AT_FAULT = "/problems/server-error";

    private static final Set<Integer> QUIET = Set.of(404, 503);

    private final MessageSource messages;
    private final SecureRandom random;

    ErrorPages(MessageSource messages, SecureRandom random) {
        this.messages = messages;
        this.random = random;
    }

    @RequestMapping(path = "/error", produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(HttpServletRequest request) {
        HttpStatusCode status = status(request);
        return new ModelAndView(
                "error",
                Map.of(
                        "status",
                        ErrorCause.of(request).map(ErrorCause::key).orElseGet(() -> String.valueOf(status.value())),
                        "correlationId",
                        correlate(status, request)),
                status);
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
        HttpStatusCode status = status(request);
        var problem = ProblemDetail.forStatus(status);
        ErrorCause.of(request)
                .map(cause -> messages.getMessage("error." + cause.key() + ".means", null, Locale.ENGLISH))
                .ifPresent(problem::setDetail);
        problem.setType(type(status));
        problem.setProperty("correlationId", correlate(status, request));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static URI type(HttpStatusCode status) {
        String other = status.is4xxClientError() ? REQUEST_AT_FAULT : SERVER_AT_FAULT;
        return URI.create(TYPES.getOrDefault(status.value(), other));
    }

    /** Without a status, a caller requested this path itself: 404. */
    private static HttpStatusCode status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatusCode.valueOf(code)
                : HttpStatus.NOT_FOUND;
    }

    private String correlate(HttpStatusCode status, HttpServletRequest request) {
        byte[] bits = new byte[6];
        random.nextBytes(bits);
        String correlationId = HexFormat.of().formatHex(bits);
        // Programs that try addresses must not fill the log, nor requests while the database is away: that has its own
        // line.
        Level level = QUIET.contains(status.value()) ? Level.DEBUG : Level.WARN;
        log.atLevel(level)
                .log("error answered: id={} status={} cause={}", correlationId, status.value(), cause(request));
        return correlationId;
    }

    private static String cause(HttpServletRequest request) {
        Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return ErrorCause.of(request)
                .map(ErrorCause::toString)
                .orElseGet(() -> error == null ? "-" : error.getClass().getName());
    }
}
