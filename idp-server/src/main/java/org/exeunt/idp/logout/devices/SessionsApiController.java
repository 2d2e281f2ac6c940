package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.security.CallingPages;
import org.exeunt.idp.security.Problems;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
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
 * {@code /api/auth}: the sessions of the person whose cookie comes along. Whose sessions these are is never read from the
 * request. Pages of other origins are refused, unless their origin is registered for the client that {@code client_id} names.
 */
@RestController
class SessionsApiController {

    private final LogoutService logoutService;
    private final OwnSessions ownSessions;
    private final SessionCookie cookie;
    private final CallingPages pages;

    SessionsApiController(
            LogoutService logoutService, OwnSessions ownSessions, SessionCookie cookie, CallingPages pages) {
        this.logoutService = logoutService;
        this.ownSessions = ownSessions;
        this.cookie = cookie;
        this.pages = pages;
    }

    /** Before each method here, whatever a filter decided. */
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

    /** Ends the session of this browser; a success also if there is none. */
    @PostMapping("/api/auth/logout")
    ResponseEntity<?> logout(HttpServletRequest request, HttpServletResponse response) {
        return answer(new LogoutRequest.SignOutHere(CurrentUser.sid()), request, response);
    }

    @GetMapping("/api/auth/sessions")
    ResponseEntity<?> list() {
        Optional<SsoAuthentication> person = CurrentUser.get();
        return person.isEmpty()
                ? problem(LogoutProblem.NOT_SIGNED_IN)
                : ResponseEntity.ok(SessionsView.of(
                        ownSessions.of(person.get().subject(), person.get().sid())));
    }

    /** Ends one session of this person, on whichever device; a success also if it had ended. */
    @DeleteMapping("/api/auth/sessions/{id}")
    ResponseEntity<?> endOne(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Optional<Sid> chosen = Sid.parse(id);
        return chosen.isEmpty()
                ? problem(LogoutProblem.UNKNOWN_SESSION)
                : answer(new LogoutRequest.SignOutOne(CurrentUser.sid(), chosen.get()), request, response);
    }

    /** Ends them all: with {@code scope=others} all but this one, else this one too. */
    @DeleteMapping("/api/auth/sessions")
    ResponseEntity<?> endAll(
            @RequestParam(defaultValue = "everywhere") List<String> scope,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (String.join(",", scope)) {
            case "everywhere" -> answer(new LogoutRequest.SignOutEverywhere(CurrentUser.sid()), request, response);
            case "others" -> answer(new LogoutRequest.SignOutOthers(CurrentUser.sid()), request, response);
            default -> Problems.answer(HttpStatus.BAD_REQUEST, "unknown-scope", "The scope is others or everywhere.");
        };
    }

    private ResponseEntity<?> answer(
            LogoutRequest logoutRequest, HttpServletRequest request, HttpServletResponse response) {
        return switch (logoutService.logout(logoutRequest)) {
            case LogoutOutcome.Ended ended -> {
                if (CurrentUser.sid().filter(ended.sid()::equals).isPresent()) {
                    cookie.expire(request, response);
                }
                yield success();
            }
            case LogoutOutcome.EndedSeveral several -> {
                if (CurrentUser.sid().filter(several.sids()::contains).isPresent()) {
                    cookie.expire(request, response);
                }
                yield success();
            }
            case LogoutOutcome.NothingEnded _ -> {
                if (logoutRequest instanceof LogoutRequest.SignOutHere) {
                    cookie.expire(request, response);
                }
                yield success();
            }
            case LogoutOutcome.Refused refused -> problem(refused.problem());
            case LogoutOutcome.Asked _,
                    LogoutOutcome.Stayed _,
                    LogoutOutcome.Revoked _,
                    LogoutOutcome.AccessEnded _,
                    LogoutOutcome.NothingRevoked _ ->
                throw new IllegalStateException("a person's own sessions end, or not");
        };
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

    /** The page that asks may not act for the person. */
    private static final class OriginNotAllowed extends RuntimeException {}

    /** What the answer of every request that did what was asked looks like. */
    record Success(boolean success) {}
}
