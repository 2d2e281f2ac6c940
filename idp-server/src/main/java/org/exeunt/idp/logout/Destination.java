package org.exeunt.idp.logout;

import java.util.Optional;
import org.exeunt.idp.client.RegisteredTarget;

/** Where the browser goes after a logout. */
public sealed interface Destination {

    /** To a target that a registration proves. */
    record Proven(RegisteredTarget target, Optional<String> state) implements Destination {

        public String uri() {
            return target.withState(state.orElse(null));
        }
    }

    /** A target was wished for that no registration proves. It is not used; the page says so, without showing it. */
    record Dropped() implements Destination {}

    /** Nothing was wished for. */
    record OurPage() implements Destination {}
}
