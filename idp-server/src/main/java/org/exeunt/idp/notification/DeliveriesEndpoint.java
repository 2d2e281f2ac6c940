package org.exeunt.idp.notification;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;

/**
 * For operators: lists the notifications of logouts ({@code GET /actuator/deliveries}), and repeats them ({@code POST
 * /actuator/deliveries}). It contains no credentials: a sid names an ended session.
 */
@Component
@Endpoint(id = "deliveries")
class DeliveriesEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveriesEndpoint.class);

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final LogoutNotifications notifications;
    private final AuditTrail audit;

    DeliveriesEndpoint(LogoutNotifications notifications, AuditTrail audit) {
        this.notifications = notifications;
        this.audit = audit;
    }

    /**
     * @param counts how many there are in each state, without the filters
     * @param deliveries the matching ones, the latest first
     */
    record Deliveries(Map<String, Long> counts, List<DeliveryView> deliveries) {}

    /** @param dueAt when the next attempt may begin; absent if there is none */
    record DeliveryView(
            String sid,
            String client,
            String state,
            int attempts,
            Instant owedAt,
            Optional<Instant> dueAt,
            Optional<Instant> settledAt,
            Optional<String> lastError) {}

    /** @param redelivered how many will be tried again at once */
    record Redelivery(int redelivered) {}

    /**
     * @param state {@code pending}, {@code acknowledged}, {@code refused} or {@code gave_up}; all of them without it
     * @param limit at most this many, 100 without it, never more than 1,000
     */
    @ReadOperation
    WebEndpointResponse<?> deliveries(
            @Nullable String state, @Nullable String client, @Nullable String sid, @Nullable Integer limit) {
        int page = limit == null ? PAGE : limit;
        if (page < 1 || page > LARGEST_PAGE) {
            return refuse("limit must be between 1 and " + LARGEST_PAGE);
        }
        if (state != null && NotificationState.named(state).isEmpty()) {
            return refuseState();
        }
        return new WebEndpointResponse<>(new Deliveries(
                notifications.counts(),
                notifications.latest(filter(state, client, sid), page).stream()
                        .map(DeliveriesEndpoint::view)
                        .toList()));
    }

    /**
     * Makes the next attempt of these due at once, including those that were refused or given up. At least one of
     * {@code client} and {@code sid} is required, to prevent an accidental notification of all clients. Acknowledged
     * ones are not repeated.
     */
    @WriteOperation
    WebEndpointResponse<?> redeliver(@Nullable String state, @Nullable String client, @Nullable String sid) {
        if (client == null && sid == null) {
            return refuse("which ones? give client, sid or both");
        }
        if (state != null && NotificationState.named(state).isEmpty()) {
            return refuseState();
        }
        NotificationFilter asked = filter(state, client, sid);
        int redelivered = notifications.makeDue(asked);
        // Not the filters: they are unchecked text of the request.
        LOG.info("logout notifications redelivered by an operator: notifications={}", redelivered);
        if (redelivered > 0) {
            audit.record(AuditedAction.redelivered(asked.client(), asked.sid()));
        }
        return new WebEndpointResponse<>(new Redelivery(redelivered));
    }

    private static WebEndpointResponse<?> refuse(String why) {
        return new WebEndpointResponse<>(Map.of("error", why), WebEndpointResponse.STATUS_BAD_REQUEST);
    }

    private static WebEndpointResponse<?> refuseState() {
        return refuse(Arrays.stream(NotificationState.values())
                .map(NotificationState::stored)
                .collect(joining(", ", "state must be one of ", "")));
    }

    private static NotificationFilter filter(@Nullable String state, @Nullable String client, @Nullable String sid) {
        return new NotificationFilter(
                Optional.ofNullable(state).flatMap(NotificationState::named),
                Optional.ofNullable(client).map(ClientId::new),
                Optional.ofNullable(sid).map(Sid::new));
    }

    private static DeliveryView view(LogoutNotification notification) {
        return new DeliveryView(
                notification.sid().value(),
                notification.client().value(),
                notification.state().stored(),
                notification.attempts(),
                notification.owedAt(),
                notification.dueAt(),
                notification.settledAt(),
                notification.lastError());
    }
}
