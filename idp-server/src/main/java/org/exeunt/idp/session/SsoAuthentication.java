package org.exeunt.idp.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * Says that a request, or an authorization, is made by the person who signed in under this sid. Its name is the subject.
 */
public final class SsoAuthentication extends AbstractAuthenticationToken {

    private final Sid sid;
    private final Subject subject;
    private final Instant authenticatedAt;
    private final @Nullable SsoSession session;

    /** Somebody who asks now, in the browser of this live session. */
    public SsoAuthentication(SsoSession session) {
        this(session.sid(), session.subject(), session.authenticatedAt(), session);
    }

    /** Somebody who gave an authorization when their session was live. */
    public SsoAuthentication(Sid sid, Subject subject, Instant authenticatedAt) {
        this(sid, subject, authenticatedAt, null);
    }

    private SsoAuthentication(Sid sid, Subject subject, Instant authenticatedAt, @Nullable SsoSession session) {
        super(List.of());
        this.sid = sid;
        this.subject = subject;
        this.authenticatedAt = authenticatedAt;
        this.session = session;
        super.setAuthenticated(true);
    }

    /** The session that vouches for the person. */
    public Sid sid() {
        return sid;
    }

    /** The session as this request found it, live; empty for somebody who asks no more. */
    public Optional<SsoSession> session() {
        return Optional.ofNullable(session);
    }

    /** The person. */
    public Subject subject() {
        return subject;
    }

    /** When they last proved who they are: the {@code auth_time} claim. */
    public Instant authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public Subject getPrincipal() {
        return subject;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getName() {
        return subject.value();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SsoAuthentication that
                && sid.equals(that.sid)
                && subject.equals(that.subject)
                && authenticatedAt.equals(that.authenticatedAt);
    }

    @Override
    public int hashCode() {
        return sid.hashCode();
    }
}
