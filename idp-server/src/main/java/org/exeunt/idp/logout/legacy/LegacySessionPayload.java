package org.exeunt.idp.logout.legacy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.session.SsoSession;
import org.jspecify.annotations.Nullable;

/**
 * The session payload that clients of the replaced platform read. The names are part of the API: they must not
 * change.
 *
 * <p>Left out: name, picture and the like, which an application gets from userinfo with consent; {@code sig}, which
 * would need the client's secret, of which only a hash is stored; {@code baseDomain}, which defaults to the page's
 * own.
 */
final class LegacySessionPayload {

    /** How long the old clients keep an answer before they ask again, in seconds: a logout elsewhere is hidden from them as long. */
    private static final long KEEP = 60;

    private LegacySessionPayload() {}

    static Map<String, @Nullable Object> connected(SsoSession session, Instant now) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", true);
        data.put("userStatus", "connected");
        data.put("userId", session.subject().value());
        data.put("uuid", session.subject().value());
        data.put("serverTime", now.getEpochSecond());
        // Never zero, which they take for forever.
        long left = Duration.between(now, session.expiresAt()).toSeconds();
        data.put("expiresIn", Math.clamp(left, 1, KEEP));
        return data;
    }

    /**
     * The same for clients that also read the name of the user.
     *
     * @param sdrn that name
     */
    static Map<String, @Nullable Object> connected(SsoSession session, String sdrn, Instant now) {
        Map<String, @Nullable Object> data = connected(session, now);
        data.put("sdrn", sdrn);
        return data;
    }

    /** The documented payload of who is signed out, and what their logout looks for. */
    static Map<String, @Nullable Object> signedOut(boolean result, Instant now) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", result);
        data.putAll(nobody());
        data.put("serverTime", now.getEpochSecond());
        return data;
    }

    /** The same for clients that read the mere presence of {@code result} as a user being signed in. */
    static Map<String, @Nullable Object> nobody() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("session", null);
        data.put("status", "unknown");
        data.put("expiresIn", KEEP);
        return data;
    }
}
