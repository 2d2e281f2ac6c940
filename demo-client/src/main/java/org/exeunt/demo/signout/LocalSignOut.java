package org.exeunt.demo.signout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.InstantSource;
import java.util.Optional;
import org.exeunt.demo.evidence.Evidence;
import org.exeunt.demo.evidence.EvidenceStore;
import org.exeunt.demo.evidence.SignOut;
import org.exeunt.demo.evidence.SignOutKind;
import org.exeunt.demo.signin.CurrentSignIn;
import org.exeunt.demo.signin.SignInEnd;
import org.exeunt.demo.signin.SignIns;
import org.exeunt.demo.signin.SignedIn;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Ends the sign-in in this application. Needs nobody else, so it always works, and comes before any call.
 *
 * <p>The whole HTTP session goes, with everything that was kept for this user. Only the evidence moves into a new one.
 */
@Component
public class LocalSignOut {

    private final CurrentSignIn signIn;
    private final SignIns signIns;
    private final InstantSource clock;

    LocalSignOut(CurrentSignIn signIn, SignIns signIns, InstantSource clock) {
        this.signIn = signIn;
        this.signIns = signIns;
        this.clock = clock;
    }

    /** Returns the evidence of the sign-out; empty if nobody was signed in. */
    public Optional<Evidence> end(HttpServletRequest request, SignOutKind kind) {
        Optional<Evidence> evidence = signIn.find(request).map(who -> Evidence.of(signOut(kind, who)));
        evidence.ifPresent(kept -> {
            HttpSession session = request.getSession();
            signIns.end(session.getId(), kind == SignOutKind.ELSEWHERE ? SignInEnd.TOKENS_REFUSED : SignInEnd.HERE);
            session.invalidate();
            SecurityContextHolder.clearContext();
            EvidenceStore.put(request, kept);
        });
        return evidence;
    }

    private SignOut signOut(SignOutKind kind, SignedIn who) {
        return new SignOut(kind, who.name(), who.sid(), who.tokens(), clock.instant());
    }
}
