package org.exeunt.idp.session;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** The user who makes the request, known by the cookie of their browser and nothing else. */
public final class CurrentUser {

    private CurrentUser() {}

    /** Empty if no person is signed in. */
    public static Optional<SsoAuthentication> get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SsoAuthentication person
                ? Optional.of(person)
                : Optional.empty();
    }

    /** The live session of this browser, as the request found it; empty if there is none. */
    public static Optional<SsoSession> session() {
        return get().flatMap(SsoAuthentication::session);
    }

    /** The sid of this browser's session; empty if no person is signed in. */
    public static Optional<Sid> sid() {
        return get().map(SsoAuthentication::sid);
    }
}
