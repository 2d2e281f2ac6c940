package org.exeunt.idp.logout.receipt;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.SessionParticipants;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.stereotype.Component;

/** The sessions of a receipt, each with its device and the states of its apps. */
@Component
class ReceiptDevices {

    private static final Comparator<AppStatus> OPEN_FIRST = Comparator.comparing(
                    (AppStatus row) -> switch (row.state()) {
                        case PENDING -> 0;
                        case FAILED -> 1;
                        case ASKED, SILENT, SILENT_FOR_A_WHILE, ACKNOWLEDGED -> 2;
                    })
            .thenComparing(row -> !row.keepsAccess());

    private final SsoSessions sessions;
    private final SessionParticipants participants;
    private final RelyingParties relyingParties;
    private final AppStatuses rows;

    ReceiptDevices(
            SsoSessions sessions, SessionParticipants participants, RelyingParties relyingParties, AppStatuses rows) {
        this.sessions = sessions;
        this.participants = participants;
        this.relyingParties = relyingParties;
        this.rows = rows;
    }

    /**
     * One entry for each of these sessions that is still stored, this browser's first.
     *
     * @param here the session of this browser, if it ended with them
     */
    List<SignedOutDevice> of(Optional<Sid> here, Collection<Sid> sids) {
        Map<Sid, List<ClientId>> takingPart = participants.of(sids);
        Map<ClientId, RelyingParty> registered = relyingParties.find(
                takingPart.values().stream().flatMap(List::stream).distinct().toList());
        List<SsoSessionSummary> records = sessions.find(sids);
        Map<Sid, List<ClientId>> apps = new LinkedHashMap<>();
        records.forEach(record -> apps.put(record.sid(), takingPart.getOrDefault(record.sid(), List.of())));
        Map<Sid, List<AppStatus>> found = rows.of(apps, registered);
        return records.stream()
                .map(record -> new SignedOutDevice(
                        here.filter(record.sid()::equals).isPresent(),
                        record.browser().orElse(null),
                        record.system().orElse(null),
                        openFirst(found.getOrDefault(record.sid(), List.of()))))
                .sorted(Comparator.comparing(device -> !device.current()))
                .toList();
    }

    static List<AppStatus> openFirst(List<AppStatus> rows) {
        return rows.stream().sorted(OPEN_FIRST).toList();
    }
}
