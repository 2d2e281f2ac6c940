package org.exeunt.idp.audit;

import java.util.Optional;
import org.exeunt.idp.client.ClientId;

/**
 * What was asked, in words that are stored and shown to operators: they never change.
 *
 * @param actor {@code person}, {@code app}, {@code administrator}, {@code clock} or {@code configuration}
 * @param way in which it was asked, {@code redirect} for example
 * @param client which client asked, or in whose context the user did; empty if none
 */
public record RequestedBy(String actor, String way, LogoutScope scope, Optional<ClientId> client) {

    /** A single-use value was presented twice: its authorization ends (RFC 9700, section 4.14.2). */
    public static final RequestedBy REPLAY = byApp("replay", LogoutScope.APP);

    private static final String ADMINISTRATOR = "administrator";

    /** The user asks. */
    public static RequestedBy byPerson(String way, LogoutScope scope) {
        return new RequestedBy("person", way, scope, Optional.empty());
    }

    /** A client asks that is identified by the token or handle that it presents. */
    public static RequestedBy byApp(String way, LogoutScope scope) {
        return new RequestedBy("app", way, scope, Optional.empty());
    }

    /** A client asks that has authenticated. */
    public static RequestedBy byApp(String way, LogoutScope scope, ClientId caller) {
        return new RequestedBy("app", way, scope, Optional.of(caller));
    }

    /** A client with administrator rights asks. */
    public static RequestedBy byAdministrator(String way, LogoutScope scope, ClientId caller) {
        return new RequestedBy(ADMINISTRATOR, way, scope, Optional.of(caller));
    }

    /** A time limit has passed. */
    public static RequestedBy byClock(String way, LogoutScope scope) {
        return new RequestedBy("clock", way, scope, Optional.empty());
    }

    /** The server starts with a configuration from which something was taken. */
    public static RequestedBy byConfiguration(String way, LogoutScope scope) {
        return new RequestedBy("configuration", way, scope, Optional.empty());
    }

    /** The same, in the context of a client, unless the client that asked is known. */
    public RequestedBy inContextOf(Optional<ClientId> context) {
        return new RequestedBy(actor, way, scope, client.or(() -> context));
    }

    /** The same with the scope of one authorization: for a request that could end a session but finds only tokens. */
    public RequestedBy aboutTokens() {
        return new RequestedBy(actor, way, LogoutScope.APP, client);
    }

    /** An administrator's request is recorded even if it ended nothing. */
    boolean isAdministrators() {
        return actor.equals(ADMINISTRATOR);
    }
}
