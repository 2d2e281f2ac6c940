package org.exeunt.idp.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.audit.AuditTrail.AuditQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;

/** For operators: who ended what, signed in or was refused, when and why ({@code GET /actuator/audit}). */
@Component
@Endpoint(id = "audit")
class AuditEndpoint {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final AuditTrail trail;

    AuditEndpoint(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * @param events those asked for, the latest first
     * @param next what {@code before} has to be for the next page; absent if this is the last one
     */
    record Page(List<AuditEvent> events, Optional<Long> next) {}

    /**
     * @param outcome {@code session_ended} or {@code signed_in}, for example
     * @param from only what happened then or later, {@code 2026-11-21T10:00:00Z} for example
     * @param until only what happened before
     * @param before {@code next} of the page before
     * @param limit at most this many, 100 without it, never more than 1,000
     */
    @ReadOperation
    WebEndpointResponse<?> events(
            @Nullable String subject,
            @Nullable String sid,
            @Nullable String client,
            @Nullable String outcome,
            @Nullable String from,
            @Nullable String until,
            @Nullable Long before,
            @Nullable Integer limit) {
        int page = limit == null ? PAGE : limit;
        if (page < 1 || page > LARGEST_PAGE) {
            return refuse("limit must be between 1 and " + LARGEST_PAGE);
        }
        try {
            var query = new AuditQuery(
                    Optional.ofNullable(subject),
                    Optional.ofNullable(sid),
                    Optional.ofNullable(client),
                    Optional.ofNullable(outcome),
                    Optional.ofNullable(from).map(AuditEndpoint::instant),
                    Optional.ofNullable(until).map(AuditEndpoint::instant),
                    Optional.ofNullable(before));
            List<AuditEvent> events = trail.latest(query, page);
            return new WebEndpointResponse<>(new Page(
                    events,
                    events.size() < page
                            ? Optional.empty()
                            : Optional.of(events.getLast().id())));
        } catch (DateTimeParseException notATime) {
            return refuse("from and until are times like 2026-11-21T10:00:00Z");
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static WebEndpointResponse<?> refuse(String why) {
        return new WebEndpointResponse<>(Map.of("error", why), WebEndpointResponse.STATUS_BAD_REQUEST);
    }
}
