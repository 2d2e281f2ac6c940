package org.exeunt.idp.push;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of push tokens. A push token is valid only while the authorization under which it was registered is live:
 * the statement that ends the authorization or its session invalidates it in the same transaction. The row is deleted
 * together with the authorization.
 */
@Repository
class PushTokens {

    /** An application instance is on one device, whose push token changes rarely. */
    private static final int MOST = 20;

    private static final String LIVE = """
            exists (
                select 1 from oauth2_authorization a left join sso_session s on s.sid = a.sid
                where a.id = push_token.authorization_id and\s""" + Authorizations.LIVE + ")";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PushTokens(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Registers it under this authorization, and under no other any more: a device that another user signed in with rings for
     * that user alone.
     *
     * @return whether it is registered now; not if there are too many
     */
    boolean register(PushToken token, AuthorizationId authorization) {
        if (move(token, authorization)) {
            return true;
        }
        if (count(authorization) >= MOST) {
            return false;
        }
        try {
            jdbc.sql(
                            "insert into push_token (hash, authorization_id, registered_at) values (:hash, :authorization, :now)")
                    .param("hash", token.hash())
                    .param("authorization", authorization.value())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return true;
        } catch (DuplicateKeyException anotherWasFaster) {
            return move(token, authorization);
        }
    }

    private boolean move(PushToken token, AuthorizationId authorization) {
        return jdbc.sql("""
                                update push_token set authorization_id = :authorization, registered_at = :now
                                where hash = :hash
                                """)
                        .param("hash", token.hash())
                        .param("authorization", authorization.value())
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
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
}
