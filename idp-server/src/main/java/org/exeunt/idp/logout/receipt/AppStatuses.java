package org.exeunt.idp.logout.receipt;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.notification.LogoutNotification;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.token.Authorizations;
import org.springframework.stereotype.Component;

/** Finds the states of the apps of an ended session. */
@Component
public class AppStatuses {

    private final LogoutNotifications notifications;
    private final Authorizations authorizations;

    AppStatuses(LogoutNotifications notifications, Authorizations authorizations) {
        this.notifications = notifications;
        this.authorizations = authorizations;
    }

    /** Whether each notified app of this session has acknowledged; {@code true} if none was notified. */
    public boolean areAllConfirmed(Sid sid) {
        return notifications.of(sid).stream().allMatch(told -> told.state() == NotificationState.ACKNOWLEDGED);
    }

    /** How many apps of these sessions were notified and may still acknowledge. */
    long pending(Collection<Sid> sids) {
        return notifications.of(sids).stream()
                .filter(told -> told.state() == NotificationState.PENDING)
                .count();
    }

    /**
     * The rows of several sessions. A session without apps has an empty list.
     *
     * @param apps the participants of each session
     */
    Map<Sid, List<AppStatus>> of(Map<Sid, List<ClientId>> apps, Map<ClientId, RelyingParty> relyingParties) {
        Map<Sid, List<LogoutNotification>> told =
                notifications.of(apps.keySet()).stream().collect(groupingBy(LogoutNotification::sid));
        Map<Sid, Set<ClientId>> offline = authorizations.offlineGivenUnder(apps.keySet());
        Map<Sid, List<AppStatus>> rows = new LinkedHashMap<>();
        apps.forEach((sid, theirs) -> rows.put(
                sid,
                rows(theirs, relyingParties, told.getOrDefault(sid, List.of()), offline.getOrDefault(sid, Set.of()))));
        return rows;
    }

    /**
     * One row for each of these participants of the session, in this order.
     *
     * @param relyingParties the registrations of these apps, where they exist
     */
    public List<AppStatus> of(Sid sid, List<ClientId> apps, Map<ClientId, RelyingParty> relyingParties) {
        return rows(apps, relyingParties, notifications.of(sid), authorizations.offlineGivenUnder(sid));
    }

    private static List<AppStatus> rows(
            List<ClientId> apps,
            Map<ClientId, RelyingParty> relyingParties,
            List<LogoutNotification> notifications,
            Set<ClientId> offline) {
        Map<ClientId, NotificationState> told =
                notifications.stream().collect(toMap(LogoutNotification::client, LogoutNotification::state));
        return apps.stream()
                .map(app -> row(
                        app,
                        Optional.ofNullable(relyingParties.get(app)),
                        Optional.ofNullable(told.get(app)),
                        offline.contains(app)))
                .toList();
    }

    private static AppStatus row(
            ClientId app, Optional<RelyingParty> relyingParty, Optional<NotificationState> told, boolean keepsAccess) {
        return new AppStatus(
                app,
                relyingParty.map(RelyingParty::name).orElse(app.value()),
                told.map(AppStatuses::state).orElseGet(() -> notTold(relyingParty)),
                keepsAccess,
                relyingParty.flatMap(RelyingParty::site).map(Origin::value).orElse(null),
                relyingParty
                        .map(RelyingParty::sessionLifetime)
                        .map(Duration::toMinutes)
                        .orElse(0L));
    }

    private static AppState state(NotificationState told) {
        return switch (told) {
            case ACKNOWLEDGED -> AppState.ACKNOWLEDGED;
            case PENDING -> AppState.PENDING;
            case REFUSED, GAVE_UP -> AppState.FAILED;
        };
    }

    private static AppState notTold(Optional<RelyingParty> relyingParty) {
        if (relyingParty.map(RelyingParty::frontChannel).isPresent()) {
            return AppState.ASKED;
        }
        return relyingParty.map(RelyingParty::sessionLifetime).isPresent()
                ? AppState.SILENT_FOR_A_WHILE
                : AppState.SILENT;
    }
}
