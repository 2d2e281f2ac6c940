package org.exeunt.idp.session;

import java.time.Instant;
import java.util.Optional;
import org.exeunt.idp.account.Subject;

/**
 * A sign-in as its person may see it, also after it ended.
 *
 * @param browser name of the browser; empty if we do not recognise it
 * @param system what the browser runs on; empty if we do not recognise it
 * @param newDevice whether the person signed in with this browser for the first time
 * @param startedAt when the session began
 * @param lastSeenAt when the person last did something, to the minute
 * @param expiresAt when it ends by itself, unless the person does something before
 * @param end empty while it is live
 */
public record SessionRecord(
        Sid sid,
        Subject subject,
        Optional<String> browser,
        Optional<String> system,
        boolean newDevice,
        Instant startedAt,
        Instant lastSeenAt,
        Instant expiresAt,
        Optional<End> end) {

    /** How it ended. A session past its limit ended at that moment, also if nobody has noticed yet. */
    public record End(Instant at, EndReason reason) {}

    public boolean isLive() {
        return end.isEmpty();
    }
}
