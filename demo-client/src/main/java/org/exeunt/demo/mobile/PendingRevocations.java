package org.exeunt.demo.mobile;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.exeunt.demo.server.Token;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What the app's phone has forgotten and the server does not know yet. A real app keeps this where it kept the token, in the
 * system's keystore: it is all that a restart must not lose.
 */
@Repository
class PendingRevocations {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PendingRevocations(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Writes down that this token has to be revoked, before anybody tries to. */
    Owed owe(Token token) {
        var owed = new Owed(UUID.randomUUID().toString(), token);
        jdbc.sql("insert into owed_revocation (id, token, owed_at) values (:id, :token, :now)")
                .param("id", owed.id())
                .param("token", token.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return owed;
    }

    /** The longest owed first. */
    List<Owed> all() {
        return jdbc.sql("select id, token from owed_revocation order by owed_at fetch first 100 rows only")
                .query((row, _) -> new Owed(row.getString("id"), new Token(row.getString("token"))))
                .list();
    }

    /** The server knows. */
    void settle(Owed owed) {
        jdbc.sql("delete from owed_revocation where id = :id")
                .param("id", owed.id())
                .update();
    }

    /** One duty. */
    record Owed(String id, Token token) {}
}
