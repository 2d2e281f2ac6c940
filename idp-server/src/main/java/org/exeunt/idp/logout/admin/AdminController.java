package org.exeunt.idp.logout.admin;

import java.time.Instant;
import java.util.List;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.authorization.AccessTokenPrincipal;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.web.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/admin}: lists and ends the sessions of any user, and disables accounts. For programs with an access
 * token of their own and the scope {@code exeunt.admin}. The token is looked up once per request.
 */
@RestController
class AdminController {

    private static final Logger LOG = LoggerFactory.getLogger(AdminController.class);

    private final LogoutService logoutService;
    private final SsoSessions sessions;
    private final Accounts accounts;
    private final AuditTrail audit;

    AdminController(LogoutService logoutService, SsoSessions sessions, Accounts accounts, AuditTrail audit) {
        this.logoutService = logoutService;
        this.sessions = sessions;
        this.accounts = accounts;
        this.audit = audit;
    }

    /** All stored sessions, including ended ones. */
    @GetMapping("/api/admin/subjects/{subject}/sessions")
    ResponseEntity<?> list(@PathVariable Subject subject) {
        return accounts.find(subject).isEmpty()
                ? problem(LogoutProblem.UNKNOWN_SUBJECT)
                : ResponseEntity.ok(AdminSessionsView.of(sessions.of(subject, Instant.EPOCH)));
    }

    @DeleteMapping("/api/admin/subjects/{subject}/sessions/{id}")
    ResponseEntity<?> endOne(
            @AuthenticationPrincipal AccessTokenPrincipal caller,
            @PathVariable Subject subject,
            @PathVariable String id) {
        return Sid.parse(id)
                .<ResponseEntity<?>>map(sid ->
                        endOne(new LogoutRequest.AdminLogoutOne(caller.token().client(), subject, sid)))
                .orElseGet(() -> problem(LogoutProblem.UNKNOWN_SESSION));
    }

    /** Ends all of them, every token and every pending sign-in. */
    @DeleteMapping("/api/admin/subjects/{subject}/sessions")
    ResponseEntity<?> endAll(@AuthenticationPrincipal AccessTokenPrincipal caller, @PathVariable Subject subject) {
        return endSeveral(new LogoutRequest.AdminLogout(caller.token().client(), subject));
    }

    /** The same, and the account cannot be used for a sign-in until it is enabled. */
    @PostMapping("/api/admin/subjects/{subject}/disable")
    ResponseEntity<?> disable(@AuthenticationPrincipal AccessTokenPrincipal caller, @PathVariable Subject subject) {
        return endSeveral(new LogoutRequest.DisableAccount(caller.token().client(), subject));
    }

    @PostMapping("/api/admin/subjects/{subject}/enable")
    ResponseEntity<?> enable(@AuthenticationPrincipal AccessTokenPrincipal caller, @PathVariable Subject subject) {
        if (!accounts.enable(subject)) {
            return problem(LogoutProblem.UNKNOWN_SUBJECT);
        }
        LOG.info(
                "account enabled: subject={} client={}",
                subject.value(),
                caller.token().client().value());
        audit.record(AuditedAction.accountEnabled(subject, caller.token().client()));
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<?> endOne(LogoutRequest.AdminLogoutOne request) {
        return switch (logoutService.logout(request)) {
            case LogoutOutcome.Ended ended ->
                ResponseEntity.ok(new Ended(List.of(ended.sid().value())));
            case LogoutOutcome.NothingEnded _ -> ResponseEntity.ok(new Ended(List.of()));
            case LogoutOutcome.Refused refused -> problem(refused.problem());
        };
    }

    private ResponseEntity<?> endSeveral(LogoutRequest<LogoutOutcome.SessionsLogout> request) {
        return switch (logoutService.logout(request)) {
            case LogoutOutcome.EndedSeveral several ->
                ResponseEntity.ok(
                        new Ended(several.sids().stream().map(Sid::value).toList()));
            case LogoutOutcome.Refused refused -> problem(refused.problem());
        };
    }

    private static ResponseEntity<ProblemDetail> problem(LogoutProblem problem) {
        return Problems.answer(
                HttpStatus.NOT_FOUND,
                problem.key(),
                problem == LogoutProblem.UNKNOWN_SUBJECT
                        ? "There is no account with this subject."
                        : "This person has no such session, or not any more.");
    }

    /** What this request ended; empty if there was nothing left to end. */
    record Ended(List<String> ended) {}
}
