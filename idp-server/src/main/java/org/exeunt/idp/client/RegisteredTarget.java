package org.exeunt.idp.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser may be sent after a logout. A value of this type cannot exist unless it matched a registration
 * exactly: only {@link RelyingParty} makes them, from its own registered string and never from the request's copy.
 */
public final class RegisteredTarget {

    private final String uri;

    RegisteredTarget(String registeredUri) {
        this.uri = registeredUri;
    }

    /**
     * The registered URI, with {@code state} added to its query if one was given, percent-encoded so that decoding
     * gives the same characters back (RP-Initiated Logout 1.0, section 3).
     */
    public String withState(@Nullable String state) {
        if (state == null) {
            return uri;
        }
        String encoded = URLEncoder.encode(state, StandardCharsets.UTF_8).replace("+", "%20");
        return uri + (uri.contains("?") ? "&" : "?") + "state=" + encoded;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegisteredTarget that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return uri;
    }
}
