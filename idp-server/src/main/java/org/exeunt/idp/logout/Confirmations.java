package org.exeunt.idp.logout;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.Sid;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of confirmations. A confirmation is about one session and can be answered once; a page that was open for
 * hours still works.
 */
@Repository
public class Confirmations {

    private static final Duration LIFETIME = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SecureRandom random;

    Confirmations(JdbcClient jdbc, InstantSource clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
    }

    /** Stores a confirmation and returns the value that its answer must carry. */
    String ask(Sid sid, Optional<ClientId> client, Destination destination) {
        Secret confirmation = Secret.random(random);
        Instant now = clock.instant();
        var proven = destination instanceof Destination.Proven to ? to : null;
        jdbc.sql("""
                        insert into logout_confirmation
                            (hash, sid, client_id, redirect_uri, state, created_at, expires_at)
                        values (:hash, :sid, :clientId, :redirectUri, :state, :createdAt, :expiresAt)
                        """)
                .param("hash", confirmation.hash())
                .param("sid", sid.value())
                .param("clientId", client.map(ClientId::value).orElse(null))
                .param("redirectUri", proven == null ? null : proven.target().toString())
                .param("state", proven == null ? null : proven.state().orElse(null))
                .param("createdAt", now.atOffset(ZoneOffset.UTC))
                .param("expiresAt", now.plus(LIFETIME).atOffset(ZoneOffset.UTC))
                .update();
        return confirmation.value();
    }

    /**
     * Consumes a confirmation. Exactly one of any number of concurrent answers is the first; the others still learn
     * what it was about, so that a double click shows the user the same page.
     */
    Optional<Confirmation> take(String confirmation) {
        String hash = new Secret(confirmation).hash();
        Instant now = clock.instant();
        boolean first = jdbc.sql("update logout_confirmation set used_at = :now where hash = :hash and used_at is null")
                        .param("hash", hash)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        return jdbc.sql("select * from logout_confirmation where hash = :hash and expires_at > :now")
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> toConfirmation(row, first))
                .optional();
    }

    /**
     * Deletes confirmations that can no longer be answered.
     *
     * @return how many rows were deleted
     */
    public int purgeExpired(int atMost) {
        return jdbc.sql("""
                        delete from logout_confirmation where hash in (
                            select hash from logout_confirmation where expires_at <= :now
                            order by expires_at fetch first :atMost rows only)
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    private static Confirmation toConfirmation(ResultSet row, boolean first) throws SQLException {
        return new Confirmation(
                new Sid(row.getString("sid")),
                Optional.ofNullable(row.getString("client_id")).map(ClientId::new),
                Optional.ofNullable(row.getString("redirect_uri")),
                Optional.ofNullable(row.getString("state")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                first);
    }

    /**
     * One confirmation.
     *
     * @param sid the session that it is about
     * @param redirectUri the registered target of the request that led to it
     * @param first whether this is its first answer
     */
    record Confirmation(
            Sid sid,
            Optional<ClientId> client,
            Optional<String> redirectUri,
            Optional<String> state,
            Instant askedAt,
            boolean first) {}
}
