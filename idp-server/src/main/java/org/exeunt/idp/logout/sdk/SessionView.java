package org.exeunt.idp.logout.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import org.exeunt.idp.session.SsoSession;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET} and {@code POST /session}. The names are part of the API: they must not change.
 *
 * @param session {@code null} without a session, or if this client does not take part in it
 * @param status {@code connected}, or {@code unknown} if there is no session
 */
@JsonInclude(Include.ALWAYS)
record SessionView(@Nullable Details session, String status) {

    static SessionView connected(SsoSession session, Instant now) {
        return new SessionView(
                new Details(
                        session.sid().value(),
                        session.subject().value(),
                        session.authenticatedAt().getEpochSecond(),
                        session.expiresAt().getEpochSecond(),
                        Duration.between(now, session.expiresAt()).toSeconds()),
                "connected");
    }

    static SessionView unknown() {
        return new SessionView(null, "unknown");
    }

    /**
     * One session.
     *
     * @param authTime when the user authenticated, in seconds since 1970
     * @param expiresAt when the session ends without further activity, in seconds since 1970
     * @param expiresIn the same in seconds from now, for pages with a wrong clock
     */
    record Details(String sid, String sub, long authTime, long expiresAt, long expiresIn) {}
}
