package org.exeunt.idp.signin;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of browsers in which users signed in before. The cookie that identifies a browser outlives a logout,
 * since it grants nothing but a separate count of failed passwords, which attackers elsewhere cannot use up.
 */
@Repository
class KnownBrowsers {

    /** How long after the last sign-in a browser is still known. */
    static final Duration REMEMBERED = Duration.ofDays(180);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SecureRandom random;

    KnownBrowsers(JdbcClient jdbc, InstantSource clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
    }

    /** Whether this user signed in with this browser before. */
    boolean isKnown(Secret browser, String username) {
        return jdbc.sql("""
                        select 1 from known_browser
                        where hash = :hash and username = :username and last_used_at > :oldest
                        """)
                .param("hash", browser.hash())
                .param("username", username)
                .param("oldest", oldest().atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Stores that this user signed in with this browser.
     *
     * @param shown the value of the browser's cookie
     * @return the value for its cookie: the same if this server issued it, for this user or another, else a new one
     */
    Secret remember(Optional<Secret> shown, String username) {
        Secret browser = shown.filter(this::isOurs).orElseGet(() -> Secret.random(random));
        if (!update(browser, username)) {
            insert(browser, username);
            forgetOld();
        }
        return browser;
    }

    private void forgetOld() {
        try {
            jdbc.sql("""
                            delete from known_browser where hash in (
                                select hash from known_browser where last_used_at <= :oldest
                                order by last_used_at fetch first 100 rows only)
                            and last_used_at <= :oldest
                            """).param("oldest", oldest().atOffset(ZoneOffset.UTC)).update();
        } catch (PessimisticLockingFailureException anotherTidiesUp) {
            // Another request deletes the old rows.
        }
    }

    private boolean isOurs(Secret browser) {
        return jdbc.sql("select count(*) from known_browser where hash = :hash")
                        .param("hash", browser.hash())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private boolean update(Secret browser, String username) {
        return jdbc.sql("update known_browser set last_used_at = :now where hash = :hash and username = :username")
                        .param("hash", browser.hash())
                        .param("username", username)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private void insert(Secret browser, String username) {
        try {
            jdbc.sql("insert into known_browser (hash, username, last_used_at) values (:hash, :username, :now)")
                    .param("hash", browser.hash())
                    .param("username", username)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException anotherTabWasFaster) {
            // Another request stored the same.
        }
    }

    private Instant oldest() {
        return clock.instant().minus(REMEMBERED);
    }
}
