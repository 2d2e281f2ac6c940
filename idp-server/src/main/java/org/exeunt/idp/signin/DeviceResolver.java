package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.Device;
import org.exeunt.idp.session.DeviceHashes;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Resolves the device from which a request comes. */
@Component
class DeviceResolver {

    private final KnownBrowserCookie cookie;
    private final DeviceHashes hashes;
    private final SsoSessions sessions;

    DeviceResolver(KnownBrowserCookie cookie, DeviceHashes hashes, SsoSessions sessions) {
        this.cookie = cookie;
        this.hashes = hashes;
        this.sessions = sessions;
    }

    /**
     * What is stored about this browser at a sign-in.
     *
     * @param browser the secret by which it will be recognised
     */
    Device of(HttpServletRequest request, Secret browser, boolean isNew) {
        String header = header(request, HttpHeaders.USER_AGENT);
        var userAgent = UserAgent.of(header);
        return new Device(
                userAgent.browser(),
                userAgent.system(),
                browser.hash(),
                hashes.of(request.getRemoteAddr()),
                hashes.of(header + "\n" + header(request, HttpHeaders.ACCEPT_LANGUAGE)),
                isNew);
    }

    /** How the last session of this browser ended; empty if it is live or none is known. */
    Optional<SsoSessionSummary.End> lastEnd(HttpServletRequest request) {
        return cookie.read(request)
                .map(Secret::hash)
                .flatMap(sessions::latestOnDevice)
                .flatMap(SsoSessionSummary::end);
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
