package org.exeunt.demo.backchannel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.exeunt.demo.signin.SignInEnd;
import org.exeunt.demo.signin.SignIns;
import org.springframework.context.event.EventListener;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionInformation;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;
import org.springframework.stereotype.Component;

/**
 * The framework's registry of sessions, in the database: it survives restarts and is the same on every node. The framework's own
 * is in memory.
 */
@Component
class OidcSessions implements OidcSessionRegistry {

    private final SignIns signIns;
    private final LogoutTokens logoutTokens;

    OidcSessions(SignIns signIns, LogoutTokens logoutTokens) {
        this.signIns = signIns;
        this.logoutTokens = logoutTokens;
    }

    /** Called during a sign-in. If a logout token about it has come already, the sign-in ends before it began. */
    @Override
    public void saveSessionInformation(OidcSessionInformation session) {
        OidcIdToken idToken = session.getPrincipal().getIdToken();
        // The framework accepts no ID token without these two.
        String subject = Objects.requireNonNull(idToken.getSubject());
        Instant issuedAt = Objects.requireNonNull(idToken.getIssuedAt());
        String sid = idToken.getClaimAsString("sid");
        signIns.begin(session.getSessionId(), sid, subject);
        if (logoutTokens.overtook(sid, subject, issuedAt)) {
            signIns.end(session.getSessionId(), SignInEnd.BACK_CHANNEL);
        }
    }

    /**
     * Follows the change of the session identifier that protects against fixation. It comes after the registration, and Spring
     * Session publishes no event that would tell the framework's own listener: without this, the registry would know only
     * identifiers that no session has.
     */
    @EventListener
    void sessionIdChanged(SessionFixationProtectionEvent changed) {
        signIns.renamed(changed.getOldSessionId(), changed.getNewSessionId());
    }

    /** Called when a session expired, if the sessions' store tells: Spring Session's does not. Returns null by contract. */
    @Override
    @SuppressWarnings(
            "NullAway") // The framework's own registry returns null for what it does not know, and its callers expect
    // it.
    public OidcSessionInformation removeSessionInformation(String clientSessionId) {
        signIns.end(clientSessionId, SignInEnd.HERE);
        return null;
    }

    @Override
    public Iterable<OidcSessionInformation> removeSessionInformation(OidcLogoutToken token) {
        List<String> sessions = token.getSessionId() == null
                ? signIns.endAllOf(Objects.requireNonNull(token.getSubject(), "the framework wants sid or sub"))
                : signIns.endSession(token.getSessionId(), token.getSubject());
        return sessions.stream()
                .map(session -> new OidcSessionInformation(session, Map.of(), principalOf(token)))
                .toList();
    }

    /** The interface wants a principal; all that is known, and needed, is in the logout token. */
    private static OidcUser principalOf(OidcLogoutToken token) {
        return new DefaultOidcUser(
                List.of(),
                OidcIdToken.withTokenValue("none")
                        .claims(claims -> claims.putAll(token.getClaims()))
                        .build(),
                "iss");
    }
}
