package org.exeunt.idp.session;

import java.time.Instant;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.jspecify.annotations.Nullable;

/** A user who signed in under this sid. */
public final class SsoAuthentication extends SubjectAuthentication {

    private final Sid sid;
    private final @Nullable SsoSession session;

    /** The user of the current request, in the browser of this live session. */
    public SsoAuthentication(SsoSession session) {
        this(session.sid(), session.subject(), session.authenticatedAt(), session);
    }

    /** The user who gave an authorization while their session was live. */
    public SsoAuthentication(Sid sid, Subject subject, Instant authenticatedAt) {
        this(sid, subject, authenticatedAt, null);
    }

    private SsoAuthentication(Sid sid, Subject subject, Instant authenticatedAt, @Nullable SsoSession session) {
        super(subject, authenticatedAt);
        this.sid = sid;
        this.session = session;
    }

    /** The session under which the user is authenticated. */
    public Sid sid() {
        return sid;
    }

    /** The live session as this request found it; empty for a stored authorization. */
    public Optional<SsoSession> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SsoAuthentication that && tellsTheSameAs(that) && sid.equals(that.sid);
    }

    @Override
    public int hashCode() {
        return sid.hashCode();
    }
}
