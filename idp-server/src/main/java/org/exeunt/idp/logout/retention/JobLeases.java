package org.exeunt.idp.logout.retention;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of leases for jobs that one node at a time runs. The lease of a node that dies expires. */
@Repository
class JobLeases {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    JobLeases(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Takes the lease if no other node holds it.
     *
     * @return whether this node holds it until then
     */
    boolean take(String name, Instant until) {
        boolean taken = jdbc.sql("update lease set expires_at = :until where name = :name and expires_at <= :now")
                        .param("name", name)
                        .param("until", until.atOffset(ZoneOffset.UTC))
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        return taken || insert(name, until);
    }

    /** Releases the lease, unless another node has taken it since. */
    void release(String name, Instant until) {
        jdbc.sql("update lease set expires_at = :now where name = :name and expires_at = :until")
                .param("name", name)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .update();
    }

    private boolean insert(String name, Instant until) {
        try {
            return jdbc.sql("""
                            insert into lease (name, expires_at)
                            select :name, cast(:until as timestamp(6) with time zone)
                            where not exists (select 1 from lease where name = :name)
                            """)
                            .param("name", name)
                            .param("until", until.atOffset(ZoneOffset.UTC))
                            .update()
                    == 1;
        } catch (DuplicateKeyException anotherNodeWasFaster) {
            return false;
        }
    }
}
