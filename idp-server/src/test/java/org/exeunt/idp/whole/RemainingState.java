package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a logout would still have to do about a session, by the tables that it changes together (invariant 2). Equal to what
 * it was before means that nothing happened.
 */
final class RemainingState {

    /** For each table, how many rows a logout of the session would change or write; none of them once it is done. */
    private static final Map<String, String> LEFT = Map.of(
            "sso_session",
            "select count(*) from sso_session where sid = :sid and ended_at is null",
            "spring_session",
            "select count(*) from spring_session where principal_name = :sid",
            "oauth2_authorization",
            """
            select count(*) from oauth2_authorization a left join sso_session s on s.sid = a.sid
            where a.sid = :sid and a.offline = false and a.ended_at is null and s.ended_at is null
            """,
            "logout_notification",
            """
            select count(*) from session_participant p join relying_party r on r.client_id = p.client_id
            where p.sid = :sid and r.back_channel_logout_uri is not null
                and not exists (select 1 from logout_notification n where n.sid = p.sid and n.client_id = p.client_id)
            """);

    private final Map<String, Long> left = new TreeMap<>();

    private RemainingState(JdbcClient jdbc, String sid) {
        LEFT.forEach((table, count) -> left.put(
                table, jdbc.sql(count).param("sid", sid).query(Long.class).single()));
    }

    static RemainingState of(JdbcClient jdbc, String sid) {
        return new RemainingState(jdbc, sid);
    }

    /** Everything a logout does is done. */
    boolean isNothing() {
        return left.values().stream().allMatch(rows -> rows == 0);
    }

    /** A session has ended, entirely. */
    static void assertNothing(JdbcClient jdbc, String sid) {
        assertThat(of(jdbc, sid).left)
                .as("left of the session")
                .allSatisfy((_, rows) -> assertThat(rows).isZero());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RemainingState that && left.equals(that.left);
    }

    @Override
    public int hashCode() {
        return left.hashCode();
    }

    @Override
    public String toString() {
        return left.toString();
    }
}
