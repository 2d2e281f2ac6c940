package org.exeunt.idp.session;

import java.time.Instant;
import java.util.List;
import org.exeunt.idp.account.Subject;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** The subject that makes a request or gave an authorization. Its name is the {@code sub}. */
public abstract sealed class SubjectAuthentication extends AbstractAuthenticationToken
        permits SsoAuthentication, FirstPartyAuthentication {

    private final Subject subject;
    private final Instant authenticatedAt;

    SubjectAuthentication(Subject subject, Instant authenticatedAt) {
        super(List.of());
        this.subject = subject;
        this.authenticatedAt = authenticatedAt;
        super.setAuthenticated(true);
    }

    /** The subject. */
    public final Subject subject() {
        return subject;
    }

    /** Time of the last authentication: the {@code auth_time} claim. */
    public final Instant authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public final Subject getPrincipal() {
        return subject;
    }

    @Override
    public final @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public final String getName() {
        return subject.value();
    }

    final boolean tellsTheSameAs(SubjectAuthentication that) {
        return subject.equals(that.subject) && authenticatedAt.equals(that.authenticatedAt);
    }
}
