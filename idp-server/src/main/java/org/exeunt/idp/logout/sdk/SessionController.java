package org.exeunt.idp.logout.sdk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.web.CallingPages;
import org.exeunt.idp.web.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /session}: what a script on a relying party's page may know of the session of its browser, and its end. Only for
 * pages of an origin registered for the client, which the browser vouches for by the {@code Origin} header: see {@link CallingPages}.
 */
@RestController
class SessionController {

    private final LogoutService logoutService;
    private final CallingPages callingPages;
    private final SsoSessions sessions;
    private final SessionCookie cookie;
    private final InstantSource clock;

    SessionController(
            LogoutService logoutService,
            CallingPages callingPages,
            SsoSessions sessions,
            SessionCookie cookie,
            InstantSource clock) {
        this.logoutService = logoutService;
        this.callingPages = callingPages;
        this.sessions = sessions;
        this.cookie = cookie;
        this.clock = clock;
    }

    /** The session, if this client takes part in it; otherwise the same answer as without a session. */
    @GetMapping("/session")
    ResponseEntity<?> show(HttpServletRequest request) {
        return callingPages
                .relyingParty(request)
                .map(RelyingParty::clientId)
                .<ResponseEntity<?>>map(client -> ResponseEntity.ok(view(visibleSession(client))))
                .orElseGet(() -> problem(LogoutProblem.ORIGIN_NOT_ALLOWED));
    }

    /**
     * Extends the idle limit of the session after the user confirmed on the client's page that they are present, if
     * this client takes part in the session. The absolute limit stays.
     */
    @PostMapping("/session")
    ResponseEntity<?> stay(HttpServletRequest request) {
        Optional<ClientId> client = callingPages.relyingParty(request).map(RelyingParty::clientId);
        if (client.isEmpty()) {
            return problem(LogoutProblem.ORIGIN_NOT_ALLOWED);
        }
        Optional<SsoSession> session = visibleSession(client.get());
        session.ifPresent(sessions::seen);
        return ResponseEntity.ok(view(session.map(SsoSession::sid).flatMap(sessions::findLive)));
    }

    /**
     * Ends the session of this browser. {@code ended} is false if there is none; if {@code visible} is false as well
     * there may still be one: use the redirect.
     */
    @DeleteMapping("/session")
    ResponseEntity<?> end(
            @RequestHeader(name = "Origin", defaultValue = "") String origin,
            HttpServletRequest request,
            HttpServletResponse response) {
        String clientId = callingPages
                .relyingParty(request)
                .map(client -> client.clientId().value())
                .orElse("");
        LogoutOutcome.SessionLogout outcome =
                logoutService.logout(new LogoutRequest.SdkLogout(CurrentUser.session(), clientId, Origin.of(origin)));
        return switch (outcome) {
            case LogoutOutcome.Ended _ -> {
                cookie.expire(request, response);
                yield ResponseEntity.ok(LogoutView.ofEnded());
            }
            case LogoutOutcome.NothingEnded _ ->
                ResponseEntity.ok(LogoutView.ofNoSession(cookie.isKnownBrowser(request)));
            case LogoutOutcome.Refused _ -> problem(LogoutProblem.ORIGIN_NOT_ALLOWED);
        };
    }

    private SessionView view(Optional<SsoSession> session) {
        return session.map(found -> SessionView.connected(found, clock.instant()))
                .orElseGet(SessionView::unknown);
    }

    private Optional<SsoSession> visibleSession(ClientId client) {
        return CurrentUser.session().filter(found -> found.participants().contain(client));
    }

    private static ResponseEntity<ProblemDetail> problem(LogoutProblem problem) {
        return Problems.answer(Problems.of(
                HttpStatus.FORBIDDEN,
                problem.key(),
                "Origin not allowed",
                "The page's origin is not registered for this client_id, so it may neither see nor end the session."
                        + " Add it to the client's allowed-origins, exactly as the browser sends it."));
    }
}
