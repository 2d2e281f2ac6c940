package org.exeunt.idp.session;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.util.List;
import org.exeunt.idp.client.ClientId;

/**
 * The relying parties that took part in a session at one moment. Whoever acts on this list says so, and learns if it has grown
 * meanwhile.
 *
 * @param clients in the order of their first sign-in
 */
public record Participants(List<ClientId> clients) implements Serializable {

    /** Of a session that has just begun. */
    public static final Participants NONE = new Participants(List.of());

    /** Reads what {@link #stored} wrote. */
    static Participants of(String stored) {
        return stored.isEmpty()
                ? NONE
                : new Participants(stored.lines().map(ClientId::new).toList());
    }

    /** One a line, each line ended: so a session's row keeps them, and one more is put behind. */
    String stored() {
        return clients.stream().map(client -> client.value() + "\n").collect(joining());
    }

    /** Whether this relying party is one of them. */
    public boolean contain(ClientId client) {
        return clients.contains(client);
    }
}
