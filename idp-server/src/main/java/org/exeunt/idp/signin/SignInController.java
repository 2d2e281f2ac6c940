package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.theme.LocalTimeFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page. */
@Controller
class SignInController {

    /** Refuses whole sentences, which another site could place on our page. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}.@_+-]{1,100}");

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
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(name = "client_id", required = false) @Nullable String clientId,
            @RequestParam(name = "login_hint", required = false) @Nullable String loginHint,
            HttpServletRequest request,
            Locale language,
            Model model) {
        if (error != null) {
            describe(error, model);
        }
        tellWhySignedOut(devices.lastEnd(request), reason, language, model);
        if (clientId != null && relyingParties.find(clientId).isPresent()) {
            model.addAttribute("clientId", clientId);
        }
        if (loginHint != null && NAME.matcher(loginHint).matches()) {
            model.addAttribute("username", loginHint);
        }
        model.addAttribute("demoAccounts", demoAccounts);
        return "sign-in";
    }

    /**
     * {@link SignInPage} puts the number of minutes to wait into the address. A user who edits it misleads only
     * themselves.
     */
    private static void describe(String error, Model model) {
        if (!error.matches("[1-9][0-9]{0,2}")) {
            model.addAttribute("failure", "bad-credentials");
        } else if (error.equals("1")) {
            model.addAttribute("failure", "wait-a-minute");
        } else {
            model.addAttribute("failure", "wait-minutes");
            model.addAttribute("minutes", error);
        }
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
