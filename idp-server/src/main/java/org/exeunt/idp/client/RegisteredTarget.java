package org.exeunt.idp.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser may be sent after a logout. A value of this type cannot exist unless it matched a registration, character by
 * character but for the port of a loopback address. It is made from the registered string and never from the request's copy, of which
 * only the number of that port is taken.
 */
public final class RegisteredTarget {

    private static final Pattern LOOPBACK = Pattern.compile(
            "(?<host>http://(?:127(?:\\.[0-9]{1,3}){3}|\\[::1]))(?<port>:(?!0)(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?<rest>(?:[/?].*)?)");

    private final String uri;

    private RegisteredTarget(String uri) {
        this.uri = uri;
    }

    /**
     * The registered URI, if {@code wished} equals it character by character. Native apps listen at a port that the operating system
     * gives them, so the port of a loopback IP literal over {@code http} may differ (RFC 8252, section 7.3), as it may at the sign-in.
     */
    static Optional<RegisteredTarget> match(String registered, String wished) {
        return registered.equals(wished)
                ? Optional.of(new RegisteredTarget(registered))
                : loopback(registered)
                        .flatMap(known -> loopback(wished).filter(known::isSameButForThePort))
                        .map(same -> new RegisteredTarget(same.uri()));
    }

    private static Optional<Loopback> loopback(String uri) {
        Matcher loopback = LOOPBACK.matcher(uri);
        return loopback.matches()
                ? Optional.of(new Loopback(loopback.group("host"), loopback.group("port"), loopback.group("rest")))
                : Optional.empty();
    }

    /**
     * The registered URI, with {@code state} added to its query if one was given, percent-encoded so that decoding
     * gives the same characters back (RP-Initiated Logout 1.0, section 3).
     */
    public String withState(@Nullable String state) {
        return state == null ? uri : uri + (uri.contains("?") ? "&" : "?") + "state=" + encode(state);
    }

    /** A {@code state} as {@link #withState} writes it. */
    public static String encode(String state) {
        return URLEncoder.encode(state, StandardCharsets.UTF_8).replace("+", "%20");
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

    /**
     * An address of the machine that the browser runs on.
     *
     * @param host with the scheme
     * @param port with its colon; {@code null} if there is none
     * @param rest path and query
     */
    private record Loopback(String host, @Nullable String port, String rest) {

        boolean isSameButForThePort(Loopback other) {
            return host.equals(other.host) && rest.equals(other.rest);
        }

        String uri() {
            return host + (port == null ? "" : port) + rest;
        }
    }
}
