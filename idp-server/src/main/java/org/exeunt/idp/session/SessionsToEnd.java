package org.exeunt.idp.session;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.exeunt.idp.client.ClientId;

/**
 * Sessions that are to end for the same reason.
 *
 * @param seen the sessions, and the participants of each as the caller read them. A session with a participant more does not
 *     end: the caller has to read them again
 */
public record SessionsToEnd(EndReason reason, Map<Sid, Participants> seen) {

    /** One session alone. */
    public static SessionsToEnd of(Sid sid, EndReason reason, Participants seen) {
        return new SessionsToEnd(reason, Map.of(sid, seen));
    }

    /** The relying parties that take part in any of them. */
    public Set<ClientId> clients() {
        return seen.values().stream()
                .flatMap(participants -> participants.clients().stream())
                .collect(Collectors.toSet());
    }
}
