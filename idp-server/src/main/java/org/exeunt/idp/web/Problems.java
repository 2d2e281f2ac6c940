package org.exeunt.idp.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents (RFC 9457). The type of each is the page {@code /problems/<key>}, which says what to do. */
public final class Problems {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private Problems() {}

    /** A document whose title is the words of the status. */
    public static ProblemDetail of(HttpStatus status, String key, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("/problems/" + key));
        return problem;
    }

    /** A document with a title of its own. */
    public static ProblemDetail of(HttpStatus status, String key, String title, String detail) {
        var problem = of(status, key, detail);
        problem.setTitle(title);
        return problem;
    }

    /** An answer of a controller. */
    public static ResponseEntity<ProblemDetail> answer(HttpStatus status, String key, String detail) {
        return answer(of(status, key, detail));
    }

    /** An answer of a controller. */
    public static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** The body of an answer that a filter writes, in UTF-8. */
    public static byte[] json(ProblemDetail problem) {
        return JSON.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8);
    }
}
