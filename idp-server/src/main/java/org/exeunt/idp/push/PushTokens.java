package org.exeunt.idp.push;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.IssuedToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table of push tokens. A push token is valid only while the authorization under which it was registered is live:
 * the statement that ends the authorization or its session invalidates it in the same transaction. The row is deleted
 * together with the authorization.
 */
@Repository
class PushTokens {

    private static final Logger log = LoggerFactory.getLogger(PushTokens.class);

    /** An application instance is on one device, whose push token changes rarely. */
    private static final int MOST = 20;

    private static final String LIVE = """
            exists (
                select 1 from oauth2_authorization a left join sso_session s on s.sid = a.sid
                where a.id = push_token.authorization_id and\s""" + Authorizations.LIVE + ")";

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    PushTokens(JdbcClient jdbc, AuditTrail audit, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Registers it under the authorization of this access token, and under no other any more: after another user signed in on a device its push
     * token is theirs alone. That is possible within one client only: another client that came to know the push token does not get it.
     */
    Registration register(PushToken token, IssuedToken caller) {
        while (true) {
            Optional<Holder> holder = holder(token);
            if (holder.isPresent() && !holder.get().client().equals(caller.client())) {
                return Registration.OF_ANOTHER_CLIENT;
            }
            if (holder.isEmpty() && count(caller.authorization()) >= MOST) {
                return Registration.TOO_MANY;
            }
            boolean written = holder.map(from -> move(token, from, caller)).orElseGet(() -> insert(token, caller));
            if (written) {
                return Registration.REGISTERED;
            }
        }
    }

    private Optional<Holder> holder(PushToken token) {
        return jdbc.sql("""
                        select a.id, a.client_id, a.subject, a.sid from push_token p
                        join oauth2_authorization a on a.id = p.authorization_id where p.hash = :hash
                        """)
                .param("hash", token.hash())
                .query((row, _) -> new Holder(
                        new AuthorizationId(row.getString("id")),
                        new ClientId(row.getString("client_id")),
                        new Subject(row.getString("subject")),
                        Optional.ofNullable(row.getString("sid")).map(Sid::new)))
                .optional();
    }

    /** Not if another request was faster. */
    private boolean insert(PushToken token, IssuedToken caller) {
        try {
            jdbc.sql(
                            "insert into push_token (hash, authorization_id, registered_at) values (:hash, :authorization, :now)")
                    .param("hash", token.hash())
                    .param("authorization", caller.authorization().value())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return true;
        } catch (DuplicateKeyException anotherWasFaster) {
            return false;
        }
    }

    /** Not if another request was faster. */
    private boolean move(PushToken token, Holder from, IssuedToken caller) {
        boolean toAnotherUser = !caller.subject().equals(Optional.of(from.subject()));
        boolean moved = Objects.requireNonNull(transaction.execute(_ -> {
            int rows = jdbc.sql("""
                            update push_token set authorization_id = :authorization, registered_at = :now
                            where hash = :hash and authorization_id = :from
                            """)
                    .param("hash", token.hash())
                    .param("from", from.authorization().value())
                    .param("authorization", caller.authorization().value())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            if (rows == 1 && toAnotherUser) {
                audit.record(AuditedAction.pushTokenMoved(from.subject(), from.sid(), from.client()));
            }
            return rows == 1;
        }));
        if (moved && toAnotherUser) {
            log.info(
                    "push token moved to another user: client={} from={} to={}",
                    from.client().value(),
                    from.subject().value(),
                    caller.subject().map(Subject::value).orElse("-"));
        }
        return moved;
    }

    private int count(AuthorizationId authorization) {
        return jdbc.sql("select count(*) from push_token where authorization_id = :authorization")
                .param("authorization", authorization.value())
                .query(Integer.class)
                .single();
    }

    /** Drops it, if it is registered under this authorization. */
    void drop(PushToken token, AuthorizationId authorization) {
        jdbc.sql("delete from push_token where hash = :hash and authorization_id = :authorization")
                .param("hash", token.hash())
                .param("authorization", authorization.value())
                .update();
    }

    /** Whether the device may ring. */
    boolean isRegistered(PushToken token) {
        return jdbc.sql("select 1 from push_token where hash = :hash and " + LIVE)
                .param("hash", token.hash())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** What came of a registration. */
    enum Registration {
        REGISTERED,
        /** The authorization has too many already. */
        TOO_MANY,
        OF_ANOTHER_CLIENT
    }

    /** The authorization under which a push token is registered. */
    private record Holder(AuthorizationId authorization, ClientId client, Subject subject, Optional<Sid> sid) {}
}
