package org.exeunt.idp.logout.devices;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.Consents;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.session.SessionParticipants;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.AppAccess;
import org.exeunt.idp.token.Authorizations;
import org.springframework.stereotype.Component;

/** The apps of one user: those that take part in a live session, and those that hold usable tokens. */
@Component
class OwnApps {

    private final SsoSessions sessions;
    private final SessionParticipants participants;
    private final Authorizations authorizations;
    private final Consents consents;
    private final RelyingParties relyingParties;
    private final InstantSource clock;

    OwnApps(
            SsoSessions sessions,
            SessionParticipants participants,
            Authorizations authorizations,
            Consents consents,
            RelyingParties relyingParties,
            InstantSource clock) {
        this.sessions = sessions;
        this.participants = participants;
        this.authorizations = authorizations;
        this.consents = consents;
        this.relyingParties = relyingParties;
        this.clock = clock;
    }

    /** One entry for each app, ordered by name. */
    List<OwnApp> of(Subject subject, Sid current) {
        List<Sid> live = sessions.of(subject, clock.instant()).stream()
                .filter(SsoSessionSummary::isLive)
                .map(SsoSessionSummary::sid)
                .toList();
        Map<Sid, List<ClientId>> takingPart = participants.of(live);
        Map<ClientId, AppAccess> access =
                authorizations.accessOf(subject).stream().collect(toMap(AppAccess::client, held -> held));
        var apps = new TreeSet<>(access.keySet());
        takingPart.values().forEach(apps::addAll);
        Map<ClientId, String> names = relyingParties.names(apps);
        Collection<ClientId> here = takingPart.getOrDefault(current, List.of());
        return apps.stream()
                .map(app -> new OwnApp(
                        app,
                        names.getOrDefault(app, app.value()),
                        here.contains(app),
                        Optional.ofNullable(access.get(app))))
                .sorted(Comparator.comparing(OwnApp::name).thenComparing(OwnApp::client))
                .toList();
    }

    /** The apps that the user granted something but that hold no usable token and are not listed otherwise, ordered by name. */
    List<OwnApp> allowedWithoutAccess(Subject subject, List<OwnApp> listed) {
        Set<ClientId> others = new TreeSet<>(consents.clientsOf(subject));
        listed.forEach(app -> others.remove(app.client()));
        Map<ClientId, String> names = relyingParties.names(others);
        return others.stream()
                .map(app -> new OwnApp(app, names.getOrDefault(app, app.value()), false, Optional.empty()))
                .sorted(Comparator.comparing(OwnApp::name).thenComparing(OwnApp::client))
                .toList();
    }

    /**
     * One app.
     *
     * @param usedHere whether it takes part in the session of this browser
     * @param access empty if it holds no usable token
     */
    record OwnApp(ClientId client, String name, boolean usedHere, Optional<AppAccess> access) {

        boolean keepsAccess() {
            return access.filter(AppAccess::outlivesSessions).isPresent();
        }

        Optional<Instant> since() {
            return access.map(AppAccess::since);
        }
    }
}
