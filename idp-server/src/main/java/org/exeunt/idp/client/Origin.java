package org.exeunt.idp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The origin of a web page (RFC 6454): scheme, host and port, in the form that browsers send.
 *
 * @param value for example {@code https://shop.example} or {@code http://localhost:8080}
 */
public record Origin(String value) {

    /**
     * The origin of a URI or of an {@code Origin} or {@code Referer} header. Empty for {@code null} (the opaque origin),
     * for anything but {@code http} and {@code https}, and for what is no URI at all.
     */
    public static Optional<Origin> of(String uri) {
        try {
            URI parsed = new URI(uri);
            String scheme = parsed.getScheme();
            String host = parsed.getHost();
            if (scheme == null || host == null || parsed.getRawUserInfo() != null) {
                return Optional.empty();
            }
            return of(scheme.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT), parsed.getPort());
        } catch (URISyntaxException notAnOrigin) {
            return Optional.empty();
        }
    }

    private static Optional<Origin> of(String scheme, String host, int port) {
        return switch (scheme) {
            case "https" -> Optional.of(new Origin("https://" + host + (port < 0 || port == 443 ? "" : ":" + port)));
            case "http" -> Optional.of(new Origin("http://" + host + (port < 0 || port == 80 ? "" : ":" + port)));
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
