package org.exeunt.idp.session;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.util.List;
import org.exeunt.idp.client.ClientId;

/**
 * The relying parties that participate in a session at one moment. An update that depends on this list compares it,
 * and fails if it has grown meanwhile.
 *
 * @param clients in the order of their first sign-in
 */
public record Participants(List<ClientId> clients) implements Serializable {

    /** The participants of a new session. */
    public static final Participants NONE = new Participants(List.of());

    /** Reads what {@link #stored} wrote. */
    static Participants of(String stored) {
        return stored.isEmpty()
                ? NONE
                : new Participants(stored.lines().map(ClientId::new).toList());
    }

    /** One client id per line, each line terminated, so that SQL appends one by concatenation. */
    String stored() {
        return clients.stream().map(client -> client.value() + "\n").collect(joining());
    }

    /** Whether this relying party is a participant. */
    public boolean contain(ClientId client) {
        return clients.contains(client);
    }
}
