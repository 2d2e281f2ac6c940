package org.exeunt.idp.token;

import static java.util.stream.Collectors.toCollection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of tokens: one row for each issued value, by its hash. */
@Repository
public class Tokens {

    private final JdbcClient jdbc;

    Tokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Token> find(TokenHash hash) {
        return jdbc.sql("select * from oauth2_token where hash = :hash")
                .param("hash", hash.value())
                .query(Tokens::toToken)
                .optional();
    }

    public List<Token> of(AuthorizationId authorization) {
        return jdbc.sql("select * from oauth2_token where authorization_id = :authorization")
                .param("authorization", authorization.value())
                .query(Tokens::toToken)
                .list();
    }

    public void insert(Token token) {
        jdbc.sql("""
                        insert into oauth2_token (hash, authorization_id, kind, scopes, audience, issued_at, expires_at)
                        values (:hash, :authorization, :kind, :scopes, :audience, :issuedAt, :expiresAt)
                        """)
                .param("hash", token.hash().value())
                .param("authorization", token.authorization().value())
                .param("kind", token.kind().name())
                .param("scopes", String.join(" ", token.scopes()))
                .param("audience", String.join("\n", token.audience()))
                .param("issuedAt", token.issuedAt().atOffset(ZoneOffset.UTC))
                .param("expiresAt", token.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * Consumes a token. Exactly one of any number of concurrent callers gets {@code true}: only that one may issue
     * what the token is exchanged for.
     */
    public boolean spend(TokenHash hash, Instant now) {
        return jdbc.sql("update oauth2_token set spent_at = :now where hash = :hash and spent_at is null")
                        .param("hash", hash.value())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Deletes tokens that expired before this time; returns the authorization of each deleted token. */
    List<String> purgeExpired(Instant before, int atMost) {
        List<Token> old = jdbc.sql("""
                        select * from oauth2_token where expires_at < :before
                        order by expires_at fetch first :atMost rows only
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .query(Tokens::toToken)
                .list();
        if (!old.isEmpty()) {
            jdbc.sql("delete from oauth2_token where hash in (:hashes)")
                    .param(
                            "hashes",
                            old.stream().map(token -> token.hash().value()).toList())
                    .update();
        }
        return old.stream().map(token -> token.authorization().value()).toList();
    }

    private static Token toToken(ResultSet row, int number) throws SQLException {
        OffsetDateTime spentAt = row.getObject("spent_at", OffsetDateTime.class);
        return new Token(
                new TokenHash(row.getString("hash")),
                new AuthorizationId(row.getString("authorization_id")),
                TokenKind.valueOf(row.getString("kind")),
                Scopes.parse(row.getString("scopes")),
                audience(row.getString("audience")),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                spentAt == null ? null : spentAt.toInstant());
    }

    /** As the column has it: one value a line, since an identifier of a client may contain blanks. */
    static Set<String> audience(String lines) {
        return lines.isEmpty() ? Set.of() : lines.lines().collect(toCollection(LinkedHashSet::new));
    }

    /**
     * One row.
     *
     * @param scopes scopes of an access token; empty for the other kinds
     * @param audience claim {@code aud} of an access token; empty for the other kinds, and for one that is older than the column
     * @param spentAt when it was consumed; {@code null} before
     */
    public record Token(
            TokenHash hash,
            AuthorizationId authorization,
            TokenKind kind,
            Set<String> scopes,
            Set<String> audience,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Instant spentAt) {

        public boolean isConsumed() {
            return spentAt != null;
        }

        public boolean isUsable(Instant now) {
            return !isConsumed() && now.isBefore(expiresAt);
        }
    }
}
