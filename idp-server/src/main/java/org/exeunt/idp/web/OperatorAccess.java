package org.exeunt.idp.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.exeunt.idp.browser.FetchMetadata;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Authorizes requests to the operators' endpoints, which answer on a port of their own only, and never to a script of a page. If a token
 * is configured it is required. Otherwise the port is bound to a loopback address, and {@code Host} must be a name of this machine: a
 * page of a name that resolves to a loopback address (DNS rebinding) sends that name.
 */
@Component
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorAccess {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private static final String BEARER = "Bearer ";

    private final OperatorProperties properties;
    private final Set<String> hosts = new TreeSet<>(LOOPBACK);
    private final boolean ownPort;

    OperatorAccess(OperatorProperties properties, Environment environment) {
        this.properties = properties;
        properties.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        this.ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    }

    boolean needsToken() {
        return properties.token() != null;
    }

    boolean allows(HttpServletRequest request) {
        String token = properties.token();
        return ownPort
                && !isFromAPage(request)
                && (token == null
                        ? hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))
                        : sends(request, token));
    }

    /** Scheme names are compared without case (RFC 9110, section 11.1), the token in constant time. */
    private static boolean sends(HttpServletRequest request, String token) {
        String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        return credentials != null
                && credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        credentials.substring(BEARER.length()).strip().getBytes(UTF_8), token.getBytes(UTF_8));
    }

    private static boolean isFromAPage(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) != null
                || FetchMetadata.site(request)
                        .filter(site -> !site.equals("none"))
                        .isPresent();
    }
}
