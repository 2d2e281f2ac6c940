package org.exeunt.idp.logout.refresh;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.token.AuthorizationId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table of sign-out handles: each names one authorization, can end it, and opens nothing. The cookie with the refresh token
 * stays away from {@code /auth/logout} because of its path; the handle is in a cookie that does not.
 *
 * <p>A handle is forgotten together with its authorization.
 */
@Repository
class SignOutHandles {

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SecureRandom random;

    SignOutHandles(JdbcClient jdbc, TransactionOperations transaction, SecureRandom random) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.random = random;
    }

    /** A new handle of this authorization; an older one names nothing any more. */
    Secret make(AuthorizationId authorization, ClientId client) {
        Secret handle = Secret.random(random);
        transaction.executeWithoutResult(_ -> replace(authorization, client, handle));
        return handle;
    }

    private void replace(AuthorizationId authorization, ClientId client, Secret handle) {
        jdbc.sql("delete from sign_out_handle where authorization_id = :authorization")
                .param("authorization", authorization.value())
                .update();
        jdbc.sql("""
                        insert into sign_out_handle (hash, authorization_id, client_id)
                        values (:hash, :authorization, :client)
                        """)
                .param("hash", handle.hash())
                .param("authorization", authorization.value())
                .param("client", client.value())
                .update();
    }

    /** What it names, ended or not; empty if we did not make it, or forgot it. */
    Optional<HandleTarget> find(Secret handle) {
        return jdbc.sql("select authorization_id, client_id from sign_out_handle where hash = :hash")
                .param("hash", handle.hash())
                .query(SignOutHandles::toNamed)
                .optional();
    }

    private static HandleTarget toNamed(ResultSet row, int number) throws SQLException {
        return new HandleTarget(
                new AuthorizationId(row.getString("authorization_id")), new ClientId(row.getString("client_id")));
    }

    /** The authorization that a handle names, and whose it is. */
    record HandleTarget(AuthorizationId authorization, ClientId client) {}
}
