package org.exeunt.idp.session;

import java.time.InstantSource;
import org.exeunt.idp.database.SqlWrite;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Repository;

/**
 * The rows of Spring Session: infrastructure that carries an SSO session in a browser.
 *
 * <p>Spring Session indexes one attribute of a browser session, the principal name. Here it is the sid: it stays when
 * the id of the browser session changes, and an index finds the browser session of an SSO session.
 */
@Repository
public class BrowserSessions {

    /** Name of the attribute of a browser session that holds the sid, as a string. */
    public static final String SID_ATTRIBUTE = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    BrowserSessions(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An effect of the end of SSO sessions: deletes the browser sessions that carry them. Nothing happens if there are none. A
     * request that loaded such a browser session before and saves it afterwards does not bring it back.
     */
    public SqlWrite deletion() {
        return SqlWrite.of("delete from spring_session where principal_name in (select c.sid from {changed} c)");
    }

    /**
     * Deletes expired browser sessions, in place of Spring Session's own clean-up job, which deletes all of them in
     * one statement on every node.
     *
     * @return the number of deleted rows
     */
    public int purgeExpired(int atMost) {
        return jdbc.sql("""
                        delete from spring_session where primary_id in (
                            select primary_id from spring_session where expiry_time < :now
                            order by expiry_time fetch first :atMost rows only)
                        """)
                .param("now", clock.instant().toEpochMilli())
                .param("atMost", atMost)
                .update();
    }
}
