package org.exeunt.demo.evidence;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.server.ProofKey;
import org.exeunt.demo.server.ServerAddresses;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Component;

/**
 * Asks the browser's session at the identity provider whether it is there, as OpenID Connect has it:
 * an authorization request with {@code prompt=none} shows no page and answers at once.
 */
@Component
public class SessionProbe {

    private final DemoProperties demo;
    private final ServerAddresses addresses;
    private final StringKeyGenerator unguessable;
    private final InstantSource clock;

    SessionProbe(DemoProperties demo, ServerAddresses addresses, StringKeyGenerator unguessable, InstantSource clock) {
        this.demo = demo;
        this.addresses = addresses;
        this.unguessable = unguessable;
        this.clock = clock;
    }

    String newState() {
        return "probe-" + unguessable.generateKey();
    }

    /** Where the browser has to go to ask. */
    URI question(String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", demo.self().clientId());
        parameters.put("redirect_uri", demo.self().redirectUri());
        parameters.put("scope", "openid");
        parameters.put("prompt", "none");
        parameters.put("state", state);
        parameters.put("nonce", unguessable.generateKey());
        // The verifier is thrown away: even a stolen code of a probe can never be redeemed.
        parameters.put("code_challenge", new ProofKey(unguessable.generateKey()).challenge());
        parameters.put("code_challenge_method", "S256");
        return ServerAddresses.with(addresses.authorize(), parameters);
    }

    /** What the callback of a probe says. A consent that is missing is asked only of a user who has a session. */
    Finding answer(@Nullable String code, @Nullable String error) {
        if (code != null) {
            return finding(Outcome.ALIVE, "a code came back (dropped unused)");
        }
        return switch (error) {
            case "login_required" -> finding(Outcome.GONE, "error=login_required");
            case "consent_required" -> finding(Outcome.ALIVE, "error=consent_required");
            case null, default -> finding(Outcome.NO_ANSWER, "an answer that says nothing about the session");
        };
    }

    Finding spared() {
        return new Finding(
                Question.SESSION,
                request(),
                Outcome.NO_ANSWER,
                "not sent: the identity provider did not answer the other questions",
                null);
    }

    Finding unanswered() {
        return new Finding(Question.SESSION, request(), Outcome.NOT_ASKED, "the question did not come back", null);
    }

    private Finding finding(Outcome outcome, String answer) {
        return new Finding(Question.SESSION, request(), outcome, answer, clock.instant());
    }

    private String request() {
        return "GET " + addresses.authorize() + "?client_id=" + demo.self().clientId() + "&prompt=none&…";
    }
}
