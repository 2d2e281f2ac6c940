package org.exeunt.demo.backchannel;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionInformation;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends the sessions that a verified logout token is about, by deleting them.
 *
 * <p>In place of the framework's handler, which sends a logout with the session's cookie to this application. Spring Session
 * writes another cookie than that handler does, so it would answer 200 while the session lives on.
 */
@Component
class SessionEndingLogoutHandler implements LogoutHandler {

    private final LogoutTokens logoutTokens;
    private final OidcSessions oidcSessions;
    private final SessionRepository<?> sessions;
    private final TransactionOperations transaction;
    private final LogoutTokenResponse answer;

    SessionEndingLogoutHandler(
            LogoutTokens logoutTokens,
            OidcSessions oidcSessions,
            SessionRepository<?> sessions,
            TransactionOperations transaction,
            LogoutTokenResponse answer) {
        this.logoutTokens = logoutTokens;
        this.oidcSessions = oidcSessions;
        this.sessions = sessions;
        this.transaction = transaction;
        this.answer = answer;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        OidcLogoutToken token = (OidcLogoutToken)
                Objects.requireNonNull(Objects.requireNonNull(authentication).getPrincipal());
        if (!logoutTokens.remember(token)) {
            refuseReplay(request, response);
            return;
        }
        int ended = Objects.requireNonNull(transaction.execute(_ -> end(token)));
        answer.done(
                request,
                response,
                switch (ended) {
                    case 0 -> "nobody was signed in by that session any more";
                    case 1 -> "one session ended";
                    default -> ended + " sessions ended";
                });
    }

    private int end(OidcLogoutToken token) {
        int ended = 0;
        for (OidcSessionInformation session : oidcSessions.removeSessionInformation(token)) {
            sessions.deleteById(session.getSessionId());
            ended++;
        }
        logoutTokens.done(token);
        return ended;
    }

    private void refuseReplay(HttpServletRequest request, HttpServletResponse response) {
        try {
            answer.refused(request, response, HttpStatus.BAD_REQUEST, "this token was used before");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
