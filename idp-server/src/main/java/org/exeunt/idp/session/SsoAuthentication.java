package org.exeunt.idp.session;

import java.time.Instant;
import java.util.List;
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

    public SsoAuthentication(Sid sid, Subject subject, Instant authenticatedAt) {
        super(List.of());
        this.sid = sid;
        this.subject = subject;
        this.authenticatedAt = authenticatedAt;
        super.setAuthenticated(true);
    }

    /** The session that vouches for the person. */
    public Sid sid() {
        return sid;
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
