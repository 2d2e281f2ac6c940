package org.exeunt.idp.logout.devices;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoAuthentication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
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

    private final Accounts accounts;
    private final AuthenticationManager signIn;
    private final AuthenticationDetailsSource<HttpServletRequest, ?> origins;
    private final PasswordEncoder passwords;
    private final LogoutService logoutService;
    private final AuditTrail audit;

    PasswordController(
            Accounts accounts,
            AuthenticationManager signIn,
            AuthenticationDetailsSource<HttpServletRequest, ?> origins,
            PasswordEncoder passwords,
            LogoutService logoutService,
            AuditTrail audit) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.origins = origins;
        this.passwords = passwords;
        this.logoutService = logoutService;
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
        var password = new NewPassword(wanted, again);
        Optional<String> problem = password.problem();
        if (problem.isPresent()) {
            return page(person, problem);
        }
        Optional<SignInAccount> checked = check(account(person), current, request);
        if (checked.isEmpty()) {
            return page(person, Optional.of("current"));
        }
        var change = new LogoutRequest.PasswordChange(
                Optional.of(person.sid()), checked.get(), Objects.requireNonNull(passwords.encode(wanted)));
        return switch (logoutService.logout(change)) {
            case LogoutOutcome.Refused _ -> page(person, Optional.of("current"));
            case LogoutOutcome.EndedSeveral _ -> {
                LOG.info(
                        "password changed: subject={} sid={}",
                        person.subject().value(),
                        person.sid().value());
                audit.record(AuditedAction.passwordChanged(person.subject(), person.sid()));
                yield changed(request);
            }
        };
    }

    private static ModelAndView changed(HttpServletRequest request) {
        // An earlier id of this browser session may have leaked.
        request.changeSessionId();
        var redirect = new RedirectView("/devices?done=password");
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
