package org.exeunt.idp.logout.devices;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.session.SessionParticipants;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.stereotype.Component;

/** The sessions of one user, with the names of their apps. */
@Component
class UserSessions {

    /** How long an ended session is listed. */
    private static final Duration ENDED_SHOWN = Duration.ofDays(7);

    private final SsoSessions sessions;
    private final SessionParticipants participants;
    private final RelyingParties relyingParties;
    private final InstantSource clock;

    UserSessions(
            SsoSessions sessions,
            SessionParticipants participants,
            RelyingParties relyingParties,
            InstantSource clock) {
        this.sessions = sessions;
        this.participants = participants;
        this.relyingParties = relyingParties;
        this.clock = clock;
    }

    /** This browser's first, then the live ones, then those that ended within seven days. */
    List<OwnSession> of(Subject subject, Sid current) {
        List<SsoSessionSummary> records = sessions.of(subject, clock.instant().minus(ENDED_SHOWN));
        return own(records, current, appsOf(records));
    }

    /** The same as far as this app may know it: the sessions that it takes part in, each with no other app. */
    List<OwnSession> of(Subject subject, Sid current, ClientId app) {
        List<SsoSessionSummary> records = sessions.of(subject, clock.instant().minus(ENDED_SHOWN));
        Map<Sid, List<ClientId>> apps = appsOf(records);
        List<SsoSessionSummary> visible = records.stream()
                .filter(record -> apps.getOrDefault(record.sid(), List.of()).contains(app))
                .toList();
        return own(visible, current, visible.stream().collect(toMap(SsoSessionSummary::sid, _ -> List.of(app))));
    }

    private Map<Sid, List<ClientId>> appsOf(List<SsoSessionSummary> records) {
        return participants.of(records.stream().map(SsoSessionSummary::sid).toList());
    }

    private List<OwnSession> own(List<SsoSessionSummary> records, Sid current, Map<Sid, List<ClientId>> apps) {
        Map<ClientId, String> names = relyingParties.names(
                apps.values().stream().flatMap(List::stream).distinct().toList());
        List<OwnSession> own = new ArrayList<>();
        for (SsoSessionSummary record : records) {
            own.add(new OwnSession(
                    record,
                    record.sid().equals(current),
                    apps.getOrDefault(record.sid(), List.of()).stream()
                            .map(id -> names.getOrDefault(id, id.value()))
                            .toList()));
        }
        own.sort(Comparator.comparing((OwnSession session) -> !session.current())
                .thenComparing(session -> !session.record().isLive()));
        return own;
    }

    /**
     * One session.
     *
     * @param current whether it is the session of this browser
     * @param apps names of the apps that take part in it
     */
    record OwnSession(SsoSessionSummary record, boolean current, List<String> apps) {}
}
