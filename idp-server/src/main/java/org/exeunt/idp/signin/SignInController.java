package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.theme.LocalTimeFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page. */
@Controller
class SignInController {

    /** To which a failed attempt is forwarded. */
    static final String FAILED = "/login/failed";

    /** Parameter that says which form the sign-in page is the answer to. */
    static final String INTERRUPTED = "interrupted";

    private static final Set<String> FORMS = Set.of("sign-in", "form");

    /** Refuses whole sentences, which another site could place on our page. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}.@_+-]{1,100}");

    private static final int USERNAME_LENGTH = 100;

    private final RelyingParties relyingParties;
    private final DeviceResolver devices;
    private final LocalTimeFormat localTimeFormat;
    private final List<DemoAccount> demoAccounts;

    SignInController(
            RelyingParties relyingParties,
            DeviceResolver devices,
            LocalTimeFormat localTimeFormat,
            SignInProperties properties,
            Environment environment) {
        this.relyingParties = relyingParties;
        this.devices = devices;
        this.localTimeFormat = localTimeFormat;
        this.demoAccounts =
                environment.acceptsProfiles(Profiles.of("development")) ? properties.demoAccounts() : List.of();
    }

    @GetMapping("/login")
    String signIn(
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(name = INTERRUPTED, required = false) @Nullable String interrupted,
            @RequestParam(name = "login_hint", required = false) @Nullable String loginHint,
            HttpServletRequest request,
            Locale language,
            Model model) {
        tellWhySignedOut(devices.lastEnd(request), reason, language, model);
        if (interrupted != null && FORMS.contains(interrupted)) {
            model.addAttribute("interrupted", interrupted);
        }
        if (loginHint != null && NAME.matcher(loginHint).matches()) {
            model.addAttribute("username", loginHint);
        }
        return page(request, model);
    }

    @PostMapping(FAILED)
    String failed(
            @RequestAttribute(name = WebAttributes.AUTHENTICATION_EXCEPTION, required = false) @Nullable
                    AuthenticationException failure,
            @RequestParam(defaultValue = "") String username,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        switch (failure) {
            case null -> {}
            case TooManyAttemptsException tooMany -> {
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.seconds()));
                model.addAttribute("failure", tooMany.minutes() == 1 ? "wait-a-minute" : "wait-minutes");
                model.addAttribute("minutes", tooMany.minutes());
            }
            case DisabledException _ -> model.addAttribute("failure", "disabled");
            default -> model.addAttribute("failure", "bad-credentials");
        }
        if (!username.isEmpty() && username.length() <= USERNAME_LENGTH) {
            model.addAttribute("username", username);
        }
        return page(request, model);
    }

    private String page(HttpServletRequest request, Model model) {
        String clientId = request.getParameter("client_id");
        if (clientId != null && relyingParties.find(clientId).isPresent()) {
            model.addAttribute("clientId", clientId);
        }
        ReturnAddress.submitted(request).ifPresent(address -> model.addAttribute("continueAt", address));
        model.addAttribute("demoAccounts", demoAccounts);
        return "sign-in";
    }

    /** The stored end of this browser's last session; else the reason that the application gave in its redirect. */
    private void tellWhySignedOut(
            Optional<SsoSessionSummary.End> lastEnd, @Nullable String claimed, Locale language, Model model) {
        Optional<String> known = LastLogoutNotice.reason(lastEnd);
        if (known.isPresent()) {
            model.addAttribute("reason", known.get());
            model.addAttribute(
                    "signedOutAt", localTimeFormat.of(lastEnd.orElseThrow().at(), language));
        } else if (claimed != null && LastLogoutNotice.isReason(claimed)) {
            model.addAttribute("reason", claimed);
        }
    }
}
