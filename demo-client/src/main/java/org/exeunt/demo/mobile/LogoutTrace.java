package org.exeunt.demo.mobile;

import java.util.List;
import java.util.Locale;

/**
 * How the app left by one of the ways that a page has: what was sent and what came back, in order.
 *
 * @param steps at least one
 */
record LogoutTrace(Way way, List<Exchange> steps) {

    Exchange last() {
        return steps.getLast();
    }

    /** Both hand the refresh token over to {@code /auth/refresh}; they differ in what ends it. */
    enum Way {
        /** Sends the refresh token along: system C. */
        SINGLE_PAGE,

        /** Has nothing but cookies: system E. */
        SOCIAL;

        /** As it is in addresses and pages. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
