package org.exeunt.idp.session;

import java.time.Instant;
import org.exeunt.idp.account.Subject;
import org.jspecify.annotations.Nullable;

/** A user who signed in within a first-party application, without a browser and a session. */
public final class FirstPartyAuthentication extends SubjectAuthentication {

    /** @param authenticatedAt time of the authentication */
    public FirstPartyAuthentication(Subject subject, Instant authenticatedAt) {
        super(subject, authenticatedAt);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FirstPartyAuthentication that && tellsTheSameAs(that);
    }

    @Override
    public int hashCode() {
        return subject().hashCode();
    }
}
