package org.exeunt.idp.logout.devices;

import java.util.Optional;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the request, by the cookie of their browser and nothing else. */
final class CurrentPerson {

    private CurrentPerson() {}

    /** Empty if nobody is signed in. */
    static Optional<SsoAuthentication> get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SsoAuthentication person
                ? Optional.of(person)
                : Optional.empty();
    }

    static Optional<Sid> sid() {
        return get().map(SsoAuthentication::sid);
    }
}
