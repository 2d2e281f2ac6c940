package org.exeunt.idp.configuration;

import java.sql.Types;
import org.exeunt.idp.configuration.ConfigurationVersion.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table with one row that says which configuration of clients and accounts was applied last. */
@Repository
public class ConfigurationState {

    private final JdbcClient jdbc;

    ConfigurationState(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was applied last. */
    public Stored read() {
        return jdbc.sql("select version, digest, revision from configuration_state where id = 1")
                .query((row, _) -> new Stored(
                        row.getObject("version", Long.class), row.getString("digest"), row.getLong("revision")))
                .single();
    }

    /**
     * Says that this configuration is applied by the caller's transaction, and keeps other nodes from applying one until it ends.
     *
     * @return false if another node applied one since {@code seen} was read: then the caller has to look again
     */
    public boolean replace(Stored seen, @Nullable Long version, String digest) {
        return jdbc.sql("""
                        update configuration_state set version = :version, digest = :digest, revision = revision + 1
                        where id = 1 and revision = :revision
                        """)
                        .param("version", version, Types.BIGINT)
                        .param("digest", digest)
                        .param("revision", seen.revision())
                        .update()
                == 1;
    }
}
