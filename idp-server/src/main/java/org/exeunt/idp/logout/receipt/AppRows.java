package org.exeunt.idp.logout.receipt;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.SessionParticipants;
import org.exeunt.idp.session.Sid;
import org.springframework.stereotype.Component;

/** Finds out what became of the apps of a session that ended. */
@Component
public class AppRows {

    private final LogoutNotifications notifications;
    private final SessionParticipants participants;
    private final RelyingParties relyingParties;

    AppRows(LogoutNotifications notifications, SessionParticipants participants, RelyingParties relyingParties) {
        this.notifications = notifications;
        this.participants = participants;
        this.relyingParties = relyingParties;
    }

    /** One row for each app that took part, in the order of the first sign-in there. */
    List<AppRow> of(Sid sid) {
        return of(sid, participants.of(sid));
    }

    /** One row for each of these apps, which took part in the session, in this order. */
    public List<AppRow> of(Sid sid, List<ClientId> apps) {
        if (apps.isEmpty()) {
            return List.of();
        }
        Map<ClientId, NotificationState> told =
                notifications.of(sid).stream().collect(toMap(LogoutNotification::client, LogoutNotification::state));
        return apps.stream()
                .map(app -> row(app, relyingParties.find(app), Optional.ofNullable(told.get(app))))
                .toList();
    }

    private static AppRow row(ClientId app, Optional<RelyingParty> relyingParty, Optional<NotificationState> told) {
        Optional<Duration> lifetime = relyingParty.map(RelyingParty::sessionLifetime);
        return new AppRow(
                app,
                relyingParty.map(RelyingParty::name).orElse(app.value()),
                told.map(AppRows::state).orElse(lifetime.isPresent() ? AppState.SILENT_FOR_A_WHILE : AppState.SILENT),
                lifetime.map(Duration::toMinutes).orElse(0L));
    }

    private static AppState state(NotificationState told) {
        return switch (told) {
            case ACKNOWLEDGED -> AppState.ACKNOWLEDGED;
            case PENDING -> AppState.PENDING;
            case REFUSED, GAVE_UP -> AppState.FAILED;
        };
    }
}
