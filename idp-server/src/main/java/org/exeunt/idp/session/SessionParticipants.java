package org.exeunt.idp.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.exeunt.idp.client.ClientId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of participants: which relying parties got tokens under a sid. */
@Repository
public class SessionParticipants {

    private final JdbcClient jdbc;

    SessionParticipants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The participants of a session, in the order of their first sign-in; empty for an unknown sid. */
    public List<ClientId> of(Sid sid) {
        return jdbc.sql("select client_id from session_participant where sid = :sid order by joined_at, client_id")
                .param("sid", sid.value())
                .query((row, _) -> new ClientId(row.getString("client_id")))
                .list();
    }

    /** Whether this relying party takes part in this session. */
    public boolean contains(Sid sid, ClientId clientId) {
        return jdbc.sql("select 1 from session_participant where sid = :sid and client_id = :clientId")
                .param("sid", sid.value())
                .param("clientId", clientId.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The caller holds the lock on the session's row, so that nobody can add the same participant meanwhile. */
    void add(Sid sid, ClientId clientId, Instant now) {
        jdbc.sql("""
                        insert into session_participant (sid, client_id, joined_at)
                        select :sid, :clientId, cast(:now as timestamp(6) with time zone)
                        where not exists (
                            select 1 from session_participant where sid = :sid and client_id = :clientId)
                        """)
                .param("sid", sid.value())
                .param("clientId", clientId.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
