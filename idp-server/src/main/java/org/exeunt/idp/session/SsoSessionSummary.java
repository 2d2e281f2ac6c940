package org.exeunt.idp.session;

import java.time.Instant;
import java.util.Optional;
import org.exeunt.idp.account.Subject;

/**
 * A session as its user may see it, also after it ended.
 *
 * @param browser name of the browser; empty if it is not recognised
 * @param system operating system of the browser; empty if it is not recognised
 * @param newDevice whether this was the user's first sign-in with this browser
 * @param startedAt when the session began
 * @param lastSeenAt time of the last activity, to the minute
 * @param expiresAt when it expires without further activity
 * @param end empty while it is live
 */
public record SsoSessionSummary(
        Sid sid,
        Subject subject,
        Optional<String> browser,
        Optional<String> system,
        boolean newDevice,
        Instant startedAt,
        Instant lastSeenAt,
        Instant expiresAt,
        Optional<End> end) {

    /** How it ended. An expired session ended at its limit, also if the expiry job has not run yet. */
    public record End(Instant at, EndReason reason) {}

    public boolean isLive() {
        return end.isEmpty();
    }
}
