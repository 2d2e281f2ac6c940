package org.exeunt.demo.home;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.demo.evidence.EvidenceStore;
import org.exeunt.demo.evidence.SignOutKind;
import org.exeunt.demo.server.IdentityServer;
import org.exeunt.demo.server.Reply;
import org.exeunt.demo.server.Reply.Answered;
import org.exeunt.demo.server.Reply.NoAnswer;
import org.exeunt.demo.signin.CurrentSignIn;
import org.exeunt.demo.signin.FreshToken;
import org.exeunt.demo.signin.SignedIn;
import org.exeunt.demo.signout.LocalSignOut;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The front page. It calls the API with the user's token each time, and believes the answer. */
@Controller
class HomeController {

    private final CurrentSignIn signIn;
    private final IdentityServer server;
    private final LocalSignOut localSignOut;
    private final InstantSource clock;

    HomeController(CurrentSignIn signIn, IdentityServer server, LocalSignOut localSignOut, InstantSource clock) {
        this.signIn = signIn;
        this.server = server;
        this.localSignOut = localSignOut;
        this.clock = clock;
    }

    @GetMapping("/")
    String home(
            @RequestParam(required = false) @Nullable String problem,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<SignedIn> who = signIn.find(request);
        if (who.isEmpty()) {
            return welcome(problem, request, model);
        }
        Reply userinfo = switch (signIn.freshToken(request, response)) {
            case FreshToken.Usable(var tokens) -> server.userinfo(tokens.access());
            case FreshToken.NoAnswer() -> new NoAnswer("The access token had to be refreshed", clock.instant());
            case FreshToken.Ended() -> null;
        };
        if (userinfo == null || (userinfo instanceof Answered answered && answered.code() == 401)) {
            localSignOut.end(request, SignOutKind.ELSEWHERE);
            return "redirect:/";
        }
        model.addAttribute("who", who.get());
        model.addAttribute("userinfo", userinfo);
        return "home";
    }

    private String welcome(@Nullable String problem, HttpServletRequest request, Model model) {
        EvidenceStore.find(request)
                .filter(evidence -> evidence.signOut().kind() == SignOutKind.ELSEWHERE)
                .ifPresent(evidence -> model.addAttribute("ended", evidence.signOut()));
        signIn.endedByBackChannel(request).ifPresent(at -> model.addAttribute("signedOutByBackChannel", at));
        model.addAttribute("signInFailed", "sign-in".equals(problem));
        return "welcome";
    }
}
