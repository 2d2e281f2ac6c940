package org.exeunt.idp.logout;

import java.util.Optional;
import org.exeunt.idp.client.RegisteredTarget;

/** Where the browser goes after a logout. */
public sealed interface Destination {

    /** A registered target. */
    record Proven(RegisteredTarget target, Optional<String> state) implements Destination {

        public String uri() {
            return target.withState(state.orElse(null));
        }
    }

    /** The request named a target that is not registered. It is not used; the page says so without showing it. */
    record Dropped() implements Destination {}

    /** The request named no target. */
    record OurPage() implements Destination {}
}
