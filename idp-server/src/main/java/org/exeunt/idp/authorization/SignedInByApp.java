package org.exeunt.idp.authorization;

import java.time.Instant;
import java.util.List;
import org.exeunt.idp.account.Subject;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Says that an authorization was given by a person who signed in within an application, without a browser and a session. */
final class SignedInByApp extends AbstractAuthenticationToken {

    private final Subject subject;
    private final Instant authenticatedAt;

    SignedInByApp(Subject subject, Instant authenticatedAt) {
        super(List.of());
        this.subject = subject;
        this.authenticatedAt = authenticatedAt;
        super.setAuthenticated(true);
    }

    Subject subject() {
        return subject;
    }

    Instant authenticatedAt() {
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
        return other instanceof SignedInByApp that
                && subject.equals(that.subject)
                && authenticatedAt.equals(that.authenticatedAt);
    }

    @Override
    public int hashCode() {
        return subject.hashCode();
    }
}
