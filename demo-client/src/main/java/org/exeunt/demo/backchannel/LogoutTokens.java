package org.exeunt.demo.backchannel;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.exeunt.demo.config.DemoProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.stereotype.Repository;

/**
 * The logout tokens that came, for as long as one could come again, and for as long as a sign-in that they are about could
 * still be on its way.
 */
@Repository
class LogoutTokens {

    /** Longer than a logout token is accepted, and than an authorization code can be redeemed. */
    private static final Duration KEPT = LogoutTokenRules.OLDEST.plus(LogoutTokenRules.SKEW.multipliedBy(2));

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final String issuer;
    private final String clientId;

    LogoutTokens(JdbcClient jdbc, InstantSource clock, DemoProperties demo) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.issuer = demo.server();
        this.clientId = demo.self().clientId();
    }

    /**
     * Remembers a token before anything is done about it. Must be committed before sessions are looked for: a sign-in that is
     * not there yet looks here after it has been written down, so that one of the two finds the other.
     *
     * @return whether something is to be done: false if all of it was done before, so that this is a replay
     */
    boolean remember(OidcLogoutToken token) {
        OffsetDateTime now = at(clock.instant());
        jdbc.sql("delete from logout_token where keep_until < :now")
                .param("now", now)
                .update();
        try {
            jdbc.sql("""
                    insert into logout_token (issuer, client_id, jti, sid, subject, issued_at, keep_until)
                    values (:issuer, :client, :jti, :sid, :subject, :issuedAt, :keepUntil)""")
                    .param("issuer", issuer)
                    .param("client", clientId)
                    .param("jti", token.getId())
                    .param("sid", token.getSessionId(), Types.VARCHAR)
                    .param("subject", token.getSubject(), Types.VARCHAR)
                    .param(
                            "issuedAt",
                            at(Objects.requireNonNull(token.getIssuedAt(), "the guard lets none pass without iat")))
                    .param("keepUntil", now.plus(KEPT))
                    .update();
            return true;
        } catch (DuplicateKeyException cameBefore) {
            // Perhaps we died before we were done: then the same token may finish the work.
            return !isDone(token);
        }
    }

    /** All that the token asked for has happened. */
    void done(OidcLogoutToken token) {
        jdbc.sql("""
                update logout_token set completed_at = :now
                where issuer = :issuer and client_id = :client and jti = :jti and completed_at is null""")
                .param("now", at(clock.instant()))
                .param("issuer", issuer)
                .param("client", clientId)
                .param("jti", token.getId())
                .update();
    }

    private boolean isDone(OidcLogoutToken token) {
        return jdbc.sql("""
                        select count(*) from logout_token
                        where issuer = :issuer and client_id = :client and jti = :jti and completed_at is not null""")
                        .param("issuer", issuer)
                        .param("client", clientId)
                        .param("jti", token.getId())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * Whether a logout token overtook the sign-in that it was about.
     *
     * @param issuedAt when the ID token of the sign-in was issued: a token about all sessions of a user that is older does not
     *     mean this one
     */
    boolean overtook(@Nullable String sid, String subject, Instant issuedAt) {
        return count(" and sid = :sid and (subject is null or subject = :subject)", sid, subject, issuedAt) > 0
                || count(" and sid is null and subject = :subject and issued_at >= :issuedAt", sid, subject, issuedAt)
                        > 0;
    }

    private int count(String condition, @Nullable String sid, String subject, Instant issuedAt) {
        return jdbc.sql("select count(*) from logout_token where issuer = :issuer and client_id = :client" + condition)
                .param("issuer", issuer)
                .param("client", clientId)
                .param("sid", sid, Types.VARCHAR)
                .param("subject", subject)
                .param("issuedAt", at(issuedAt))
                .query(Integer.class)
                .single();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
