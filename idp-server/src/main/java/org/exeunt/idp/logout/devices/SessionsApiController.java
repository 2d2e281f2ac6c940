package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.web.CallingPages;
import org.exeunt.idp.web.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/auth}: the sessions of the user whose cookie comes along. Whose sessions these are is never read from the
 * request. Pages of other origins are refused, unless they are a relying party's: see {@link CallingPages}.
 */
@RestController
class SessionsApiController {

    private final LogoutService logoutService;
    private final UserSessions userSessions;
    private final SessionCookie cookie;
    private final CallingPages pages;

    SessionsApiController(
            LogoutService logoutService, UserSessions userSessions, SessionCookie cookie, CallingPages pages) {
        this.logoutService = logoutService;
        this.userSessions = userSessions;
        this.cookie = cookie;
        this.pages = pages;
    }

    /** Checked here as well, independently of the filters. */
    @ModelAttribute
    void refusePagesOfOthers(HttpServletRequest request) {
        if (!pages.mayAct(request)) {
            throw new OriginNotAllowed();
        }
    }

    @ExceptionHandler(OriginNotAllowed.class)
    ResponseEntity<ProblemDetail> originNotAllowed() {
        return Problems.answer(
                HttpStatus.FORBIDDEN,
                LogoutProblem.ORIGIN_NOT_ALLOWED.key(),
                "The page's origin is not registered for this client_id.");
    }

    /** Ends the session of this browser; succeeds also if there is none. */
    @PostMapping("/api/auth/logout")
    ResponseEntity<?> logout(HttpServletRequest request, HttpServletResponse response) {
        logoutService.logout(new LogoutRequest.SignOutHere(CurrentUser.sid()));
        cookie.expire(request, response);
        return success();
    }

    /**
     * A page of our own sees all sessions. A page of a relying party sees those that this relying party takes part in, without the names
     * of other apps; if it takes no part in the session of this browser, the answer is the same as if nobody were signed in.
     */
    @GetMapping("/api/auth/sessions")
    ResponseEntity<?> list(HttpServletRequest request) {
        Optional<ClientId> app = pages.isOwn(request)
                ? Optional.empty()
                : pages.relyingParty(request).map(RelyingParty::clientId);
        return CurrentUser.session()
                .filter(session -> app.isEmpty() || session.participants().contain(app.get()))
                .<ResponseEntity<?>>map(session -> ResponseEntity.ok(
                        SessionsView.of(app.map(client -> userSessions.of(session.subject(), session.sid(), client))
                                .orElseGet(() -> userSessions.of(session.subject(), session.sid())))))
                .orElseGet(() -> problem(LogoutProblem.NOT_SIGNED_IN));
    }

    /** Ends one session of this user, on any device; succeeds also if it had ended. */
    @DeleteMapping("/api/auth/sessions/{id}")
    ResponseEntity<?> endOne(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Optional<Sid> chosen = Sid.parse(id);
        if (chosen.isEmpty()) {
            return problem(LogoutProblem.UNKNOWN_SESSION);
        }
        return switch (logoutService.logout(new LogoutRequest.SignOutOne(CurrentUser.sid(), chosen.get()))) {
            case LogoutOutcome.Ended ended -> ended(Set.of(ended.sid()), request, response);
            case LogoutOutcome.NothingEnded _ -> success();
            case LogoutOutcome.Refused refused -> problem(refused.problem());
        };
    }

    /** Ends them all: with {@code scope=others} all but this one, otherwise this one too. */
    @DeleteMapping("/api/auth/sessions")
    ResponseEntity<?> endAll(
            @RequestParam(defaultValue = "everywhere") List<String> scope,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (String.join(",", scope)) {
            case "everywhere" -> endSeveral(new LogoutRequest.SignOutEverywhere(CurrentUser.sid()), request, response);
            case "others" -> endSeveral(new LogoutRequest.SignOutOthers(CurrentUser.sid()), request, response);
            default -> Problems.answer(HttpStatus.BAD_REQUEST, "unknown-scope", "The scope is others or everywhere.");
        };
    }

    private ResponseEntity<?> endSeveral(
            LogoutRequest<LogoutOutcome.SessionsLogout> logoutRequest,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (logoutService.logout(logoutRequest)) {
            case LogoutOutcome.EndedSeveral several -> ended(several.sids(), request, response);
            case LogoutOutcome.Refused refused -> problem(refused.problem());
        };
    }

    private ResponseEntity<?> ended(Set<Sid> sids, HttpServletRequest request, HttpServletResponse response) {
        if (CurrentUser.sid().filter(sids::contains).isPresent()) {
            cookie.expire(request, response);
        }
        return success();
    }

    private static ResponseEntity<?> success() {
        return ResponseEntity.ok(new Success(true));
    }

    private static ResponseEntity<ProblemDetail> problem(LogoutProblem problem) {
        return problem == LogoutProblem.UNKNOWN_SESSION
                ? Problems.answer(
                        HttpStatus.NOT_FOUND, problem.key(), "This person has no such session, or not any more.")
                : Problems.answer(HttpStatus.UNAUTHORIZED, problem.key(), "Nobody is signed in in this browser.");
    }

    /** The page may not act for the user. */
    private static final class OriginNotAllowed extends RuntimeException {}

    /** The answer of every successful request. */
    record Success(boolean success) {}
}
