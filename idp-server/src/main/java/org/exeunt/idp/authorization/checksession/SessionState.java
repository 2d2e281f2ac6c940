package org.exeunt.idp.authorization.checksession;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.CookieSessionResolver;
import org.exeunt.idp.session.OpBrowserState;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.springframework.stereotype.Component;

/** Makes {@code session_state} (OpenID Connect Session Management 1.0, section 2). */
@Component
public class SessionState {

    private final CookieSessionResolver sessions;
    private final SessionCookie sessionCookie;
    private final OpBrowserState opBrowserState;
    private final SecureRandom random;

    SessionState(
            CookieSessionResolver sessions,
            SessionCookie sessionCookie,
            OpBrowserState opBrowserState,
            SecureRandom random) {
        this.sessions = sessions;
        this.sessionCookie = sessionCookie;
        this.opBrowserState = opBrowserState;
        this.random = random;
    }

    /**
     * The value for an authorization response to this redirect URI, errors included; empty unless the client uses session management
     * and the URI has an origin.
     *
     * <p>If the request carried the session's cookie, this sets the OP browser state to that session, or deletes it if the session
     * ended: it may have ended in another browser. Any other request changes no cookie, since the browser may have withheld the
     * session's; the value then is that of the state which the browser has.
     */
    public Optional<String> of(
            RelyingParty client, String redirectUri, HttpServletRequest request, HttpServletResponse response) {
        return client.sessionManagement()
                ? Origin.of(redirectUri).map(origin -> of(client.clientId(), origin, browserState(request, response)))
                : Optional.empty();
    }

    private String browserState(HttpServletRequest request, HttpServletResponse response) {
        if (!sessionCookie.isPresented(request)) {
            return opBrowserState.read(request);
        }
        Optional<Sid> sid = sessions.of(request).map(SsoSession::sid);
        opBrowserState.write(sid, request, response);
        return opBrowserState.of(sid);
    }

    /**
     * A value that the script in our frame can make again from what it hears and sees, and that does not match for another client or
     * origin: base64url(SHA-256(client_id, origin, browser state and salt, with spaces between)), a dot, and the salt.
     */
    private String of(ClientId client, Origin origin, String browserState) {
        String salt = Secret.random(random).value();
        return new Secret(String.join(" ", client.value(), origin.value(), browserState, salt)).hash() + "." + salt;
    }
}
