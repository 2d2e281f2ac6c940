package org.exeunt.idp.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.client.ClientId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of participants: the relying parties that got tokens under a sid. */
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

    /** The participants of each of these sessions, in the order of their first sign-in; a session without any is missing. */
    public Map<Sid, List<ClientId>> of(Collection<Sid> sids) {
        Map<Sid, List<ClientId>> participants = new HashMap<>();
        Sid.batches(sids)
                .forEach(batch -> jdbc.sql("""
                        select sid, client_id from session_participant where sid = any(:sids) order by joined_at, client_id
                        """).param("sids", batch).query(row -> {
                    participants
                            .computeIfAbsent(new Sid(row.getString("sid")), _ -> new ArrayList<>())
                            .add(new ClientId(row.getString("client_id")));
                }));
        return participants;
    }

    /** The caller holds the lock on the session's row. */
    void remove(Sid sid, ClientId client) {
        jdbc.sql("delete from session_participant where sid = :sid and client_id = :client")
                .param("sid", sid.value())
                .param("client", client.value())
                .update();
    }

    void forget(String[] sids) {
        jdbc.sql("delete from session_participant where sid = any(:sids)")
                .param("sids", sids)
                .update();
    }

    /**
     * Adds a participant. The caller holds the lock on the session's row, so that no other transaction adds the same
     * one.
     *
     * @return whether it is a new one
     */
    boolean add(Sid sid, ClientId clientId, Instant now) {
        return jdbc.sql("""
                        insert into session_participant (sid, client_id, joined_at)
                        select :sid, :clientId, cast(:now as timestamp(6) with time zone)
                        where not exists (
                            select 1 from session_participant where sid = :sid and client_id = :clientId)
                        """)
                        .param("sid", sid.value())
                        .param("clientId", clientId.value())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
