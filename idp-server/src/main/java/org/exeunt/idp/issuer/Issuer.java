package org.exeunt.idp.issuer;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The issuer identifier: this server's address as browsers and relying parties see it, and the {@code iss} claim. It is compared
 * character by character, and all addresses are made from it, so it has no path (RFC 8414, section 2). Configured by {@code
 * exeunt.issuer}.
 */
public final class Issuer {

    private final URI uri;

    private Issuer(URI uri) {
        this.uri = uri;
    }

    /**
     * Spring converts a configured text by it.
     *
     * @throws IllegalArgumentException if it is anything else than a scheme, {@code http} or {@code https}, and a host
     */
    public static Issuer valueOf(String text) {
        URI uri = URI.create(text);
        boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!isWeb || uri.getHost() == null || !(uri.getScheme() + "://" + uri.getAuthority()).equals(text)) {
            throw new IllegalArgumentException("exeunt.issuer '" + text
                    + "' must look like https://id.example, without a path and without a slash at its end");
        }
        return new Issuer(uri);
    }

    /** The host name or address literal in it. */
    public String host() {
        return uri.getHost();
    }

    /** Whether browsers come by https, so that cookies are {@code Secure}. */
    public boolean isHttps() {
        return "https".equals(uri.getScheme());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Issuer that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** The identifier as it is configured. */
    @Override
    public String toString() {
        return uri.toString();
    }
}
