package org.exeunt.idp.logout.audit;

import java.util.Optional;
import org.exeunt.idp.client.ClientId;

/**
 * What was asked, in words that are stored and shown to operators: they never change.
 *
 * @param actor {@code person}, {@code app}, {@code administrator} or {@code clock}
 * @param way in which it was asked, {@code redirect} for example
 * @param client which client asked, or in whose context the person did; empty if none
 */
public record Asked(String actor, String way, LogoutScope scope, Optional<ClientId> client) {

    /** What an administrator wants is an event even if it was in vain. */
    boolean isAdministrators() {
        return actor.equals("administrator");
    }
}
