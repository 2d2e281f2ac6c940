package org.exeunt.demo.evidence;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.demo.signin.CurrentSignIn;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The page after a sign-out. It asks the server what is left of the sign-in, and shows the answers.
 *
 * <p>Three questions go from server to server; the fourth, whether the browser still has a session at the identity
 * provider, only the browser can ask, so it is sent there and back once before the page is shown.
 */
@Controller
class SignedOutController {

    private final CurrentSignIn signIn;
    private final ServerChecks inquiry;
    private final SessionProbe probe;

    SignedOutController(CurrentSignIn signIn, ServerChecks inquiry, SessionProbe probe) {
        this.signIn = signIn;
        this.inquiry = inquiry;
        this.probe = probe;
    }

    @GetMapping("/signed-out")
    ModelAndView signedOut(@RequestParam(required = false) @Nullable String state, HttpServletRequest request) {
        boolean signedIn = signIn.find(request).isPresent();
        Optional<Evidence> evidence = EvidenceStore.find(request);
        if (evidence.isPresent()) {
            return answered(evidence.get(), state, signedIn, request);
        }
        return signedIn
                ? see("/")
                : new ModelAndView("signed-out-plain")
                        .addObject(
                                "signedOutByBackChannel",
                                signIn.endedByBackChannel(request).orElse(null));
    }

    @PostMapping("/signed-out/ask-again")
    ModelAndView askAgain(HttpServletRequest request) {
        EvidenceStore.find(request).ifPresent(evidence -> EvidenceStore.put(request, evidence.unasked()));
        return see("/signed-out");
    }

    private ModelAndView answered(
            Evidence evidence, @Nullable String state, boolean signedIn, HttpServletRequest request) {
        if (state != null) {
            EvidenceStore.put(request, evidence.backWith(state));
            return see("/signed-out");
        }
        Evidence asked = evidence.findings().isEmpty() ? inquiry.askAbout(evidence) : evidence;
        if (asked.probe() instanceof Probe.NotSent) {
            return probed(asked, signedIn, request);
        }
        EvidenceStore.put(request, asked);
        return proofPage(asked, signedIn);
    }

    private ModelAndView probed(Evidence asked, boolean signedIn, HttpServletRequest request) {
        if (serverIsSilent(asked)) {
            Evidence spared = asked.withProbe(new Probe.Spared(probe.spared()));
            EvidenceStore.put(request, spared);
            return proofPage(spared, signedIn);
        }
        String state = probe.newState();
        EvidenceStore.put(request, asked.withProbe(new Probe.Sent(state)));
        return see(probe.question(state).toString());
    }

    private static boolean serverIsSilent(Evidence asked) {
        return asked.findings().stream().anyMatch(finding -> finding.outcome() == Outcome.NO_ANSWER)
                && asked.findings().stream()
                        .allMatch(finding ->
                                finding.outcome() == Outcome.NO_ANSWER || finding.outcome() == Outcome.NOT_ASKED);
    }

    private ModelAndView proofPage(Evidence evidence, boolean signedIn) {
        List<Row> rows = Stream.concat(Stream.of(sessionFinding(evidence)), evidence.findings().stream())
                .map(finding -> Row.of(evidence.signOut(), finding))
                .toList();
        ModelAndView page = new ModelAndView("signed-out");
        page.addObject("signOut", evidence.signOut());
        page.addObject("journey", evidence.journey().getClass().getSimpleName());
        page.addObject("call", evidence.call());
        page.addObject("rows", rows);
        page.addObject("verdict", Verdict.of(rows));
        page.addObject("signedInAgain", signedIn);
        return page;
    }

    private Finding sessionFinding(Evidence evidence) {
        return switch (evidence.probe()) {
            case Probe.CameBack cameBack -> cameBack.finding();
            case Probe.Spared spared -> spared.finding();
            case Probe.Sent sent -> probe.unanswered();
            case Probe.NotSent() -> probe.unanswered();
        };
    }

    private static ModelAndView see(String location) {
        RedirectView redirect = new RedirectView(location);
        redirect.setStatusCode(HttpStatus.SEE_OTHER);
        redirect.setExposeModelAttributes(false);
        return new ModelAndView(redirect);
    }
}
