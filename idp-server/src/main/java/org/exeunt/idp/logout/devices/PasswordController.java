package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.browser.SubmittedForm;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The page where a user changes their password. The current password is verified as at a sign-in, with the same
 * throttle: an unlocked screen must not suffice to lock its owner out.
 */
@Controller
class PasswordController {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordController.class);

    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Accounts accounts;
    private final AuthenticationManager signIn;
    private final AuthenticationDetailsSource<HttpServletRequest, ?> origins;
    private final PasswordEncoder passwords;
    private final SsoSessions sessions;
    private final LogoutService logoutService;
    private final TransactionOperations transaction;
    private final AuditTrail audit;

    PasswordController(
            Accounts accounts,
            AuthenticationManager signIn,
            AuthenticationDetailsSource<HttpServletRequest, ?> origins,
            PasswordEncoder passwords,
            SsoSessions sessions,
            LogoutService logoutService,
            AuditTrail audit,
            TransactionOperations transaction) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.origins = origins;
        this.passwords = passwords;
        this.sessions = sessions;
        this.logoutService = logoutService;
        this.transaction = transaction;
        this.audit = audit;
    }

    @GetMapping("/password")
    ModelAndView show() {
        return page(person(), Optional.empty());
    }

    @PostMapping("/password")
    ModelAndView change(
            @RequestParam(defaultValue = "") String current,
            @RequestParam(name = "new", defaultValue = "") String wanted,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request) {
        SsoAuthentication person = person();
        Optional<String> problem = new NewPassword(wanted, again).problem();
        if (problem.isPresent()) {
            return page(person, problem);
        }
        if (wasChangedBy(request, person, wanted)) {
            return changed(request);
        }
        Optional<SignInAccount> checked = check(account(person), current, request);
        if (checked.isPresent() && change(person, checked.get(), wanted, SubmittedForm.of(request))) {
            LOG.info(
                    "password changed: subject={} sid={}",
                    person.subject().value(),
                    person.sid().value());
            return changed(request);
        }
        // The first press of the button may have been faster.
        return wasChangedBy(request, person, wanted) ? changed(request) : page(person, Optional.of("current"));
    }

    /** Whether this form has changed the password to this one before: its button was pressed twice. */
    private boolean wasChangedBy(HttpServletRequest request, SsoAuthentication person, String wanted) {
        return isOfThisSession(person, SubmittedForm.of(request))
                && check(account(person), wanted, request).isPresent();
    }

    private boolean isOfThisSession(SsoAuthentication person, Optional<String> form) {
        return sessions.begunByForm(person.subject(), form)
                .map(SsoSession::sid)
                .filter(person.sid()::equals)
                .isPresent();
    }

    /** The user has entered the password, and so authenticated again. Not if the account changed meanwhile. */
    private boolean change(SsoAuthentication person, SignInAccount checked, String wanted, Optional<String> form) {
        var change = new LogoutRequest.PasswordChange(
                Optional.of(person.sid()), checked, Objects.requireNonNull(passwords.encode(wanted)));
        return Objects.requireNonNull(transaction.execute(_ -> switch (logoutService.logout(change)) {
            case LogoutOutcome.Refused _ -> false;
            case LogoutOutcome.EndedSeveral _ -> {
                sessions.findLive(person.sid()).ifPresent(session -> sessions.authenticateAgain(session, form));
                audit.record(AuditedAction.passwordChanged(person.subject(), person.sid()));
                yield true;
            }
        }));
    }

    private static ModelAndView changed(HttpServletRequest request) {
        return seeOther("/password?changed=" + SubmittedForm.of(request).orElse(""));
    }

    /**
     * Changes the id of the browser session, since an earlier one may have leaked. Not in answer to the form: the second press of its button
     * would come with the former id. Only the browser with the page knows the hash of its form.
     */
    @GetMapping(path = "/password", params = "changed")
    ModelAndView changeSessionId(@RequestParam String changed, HttpServletRequest request) {
        if (isOfThisSession(person(), Optional.of(changed).filter(HASH.asMatchPredicate()))) {
            request.changeSessionId();
        }
        return seeOther("/devices?done=password");
    }

    private static ModelAndView seeOther(String path) {
        var redirect = new RedirectView(path);
        redirect.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(redirect);
    }

    private Optional<SignInAccount> check(Account account, String current, HttpServletRequest request) {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(account.username(), current);
        attempt.setDetails(origins.buildDetails(request));
        try {
            return signIn.authenticate(attempt).getPrincipal() instanceof SignInAccount found
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (AuthenticationException wrong) {
            return Optional.empty();
        }
    }

    private ModelAndView page(SsoAuthentication person, Optional<String> failure) {
        return failure.map(problem -> new ModelAndView(
                        "password",
                        Map.of(
                                "account", account(person).displayName(),
                                "username", account(person).username(),
                                "failure", problem),
                        HttpStatus.BAD_REQUEST))
                .orElseGet(() -> new ModelAndView(
                        "password",
                        Map.of(
                                "account", account(person).displayName(),
                                "username", account(person).username())));
    }

    private Account account(SsoAuthentication person) {
        return accounts.find(person.subject()).orElseThrow();
    }

    private static SsoAuthentication person() {
        return CurrentUser.get()
                .orElseThrow(() -> new IllegalStateException("only people who are signed in come here"));
    }
}
