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
 * The table of browsers from which somebody signed in before. A browser says so by a cookie, which outlives a logout, since it
 * opens nothing: all that it earns is a count of wrong passwords of its own, which strangers cannot use up.
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

    /** Whether this person signed in from this browser before. */
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
     * Knows this browser from now on.
     *
     * @param shown what the browser's cookie says
     * @return what its cookie has to say: the same if it came from here, for this person or another, else something new
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
            // Then it need not be done here.
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
            // Then it is known.
        }
    }

    private Instant oldest() {
        return clock.instant().minus(REMEMBERED);
    }
}
