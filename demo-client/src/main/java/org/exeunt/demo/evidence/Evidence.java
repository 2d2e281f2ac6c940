package org.exeunt.demo.evidence;

import java.io.Serializable;
import java.util.List;
import org.exeunt.demo.server.Reply;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about the last sign-out of this browser. Each question is asked once; the answers stay.
 *
 * @param call what the server answered to the API call, if that was the kind
 * @param findings the answers about the tokens; empty while nothing was asked
 */
public record Evidence(
        SignOut signOut, Journey journey, @Nullable Reply call, List<Finding> findings, Probe probe)
        implements Serializable {

    /** A sign-out that just happened, about which nothing was asked yet. */
    public static Evidence of(SignOut signOut) {
        return new Evidence(signOut, new Journey.None(), null, List.of(), new Probe.NotSent());
    }

    /** The browser is being sent to the server, and should come back with this state. */
    public Evidence sentAwayWith(String state) {
        return new Evidence(signOut, new Journey.Away(state), call, findings, probe);
    }

    public Evidence withCall(Reply reply) {
        return new Evidence(signOut, journey, reply, findings, probe);
    }

    Evidence backWith(String state) {
        return new Evidence(signOut, journey.backWith(state), call, findings, probe);
    }

    Evidence withFindings(List<Finding> answers, @Nullable Tokens tokens) {
        SignOut kept = new SignOut(signOut.kind(), signOut.who(), signOut.sid(), tokens, signOut.at());
        return new Evidence(kept, journey, call, answers, probe);
    }

    Evidence withProbe(Probe next) {
        return new Evidence(signOut, journey, call, findings, next);
    }

    /** The same sign-out, to be asked about anew. */
    Evidence unasked() {
        return new Evidence(signOut, journey, call, List.of(), new Probe.NotSent());
    }
}
