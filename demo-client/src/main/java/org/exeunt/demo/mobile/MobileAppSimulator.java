package org.exeunt.demo.mobile;

import java.net.HttpCookie;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.evidence.Finding;
import org.exeunt.demo.evidence.TokenQuestions;
import org.exeunt.demo.mobile.LogoutTrace.Way;
import org.exeunt.demo.mobile.MobileAppState.Pending;
import org.exeunt.demo.mobile.PendingRevocations.Owed;
import org.exeunt.demo.server.Caller;
import org.exeunt.demo.server.IdentityServer;
import org.exeunt.demo.server.ProofKey;
import org.exeunt.demo.server.Reply;
import org.exeunt.demo.server.Reply.Answered;
import org.exeunt.demo.server.ReplyWithCookies;
import org.exeunt.demo.server.ServerAddresses;
import org.exeunt.demo.server.Token;
import org.exeunt.demo.server.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Component;

/** What the mobile app does when one of its buttons is pressed. */
@Component
class MobileAppSimulator {

    private final IdentityServer server;
    private final ServerAddresses addresses;
    private final TokenQuestions questions;
    private final AnswerText text;
    private final StringKeyGenerator unguessable;
    private final InstantSource clock;
    private final PendingRevocations owed;
    private final Caller.Public self;
    private final String redirectUri;

    MobileAppSimulator(
            IdentityServer server,
            ServerAddresses addresses,
            TokenQuestions questions,
            AnswerText text,
            StringKeyGenerator unguessable,
            InstantSource clock,
            PendingRevocations owed,
            DemoProperties demo) {
        this.server = server;
        this.addresses = addresses;
        this.questions = questions;
        this.text = text;
        this.unguessable = unguessable;
        this.clock = clock;
        this.owed = owed;
        this.self = new Caller.Public(demo.mobileClientId());
        // RFC 8252: a native app listens on the loopback address, on whatever port it got.
        this.redirectUri = "http://127.0.0.1:" + demo.self().port() + "/callback";
    }

    Pending startSignIn() {
        return new Pending(unguessable.generateKey(), new ProofKey(unguessable.generateKey()));
    }

    /** The page that the app opens in the system's browser. */
    URI signInPage(Pending pending) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", self.clientId());
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", "openid profile offline_access");
        parameters.put("state", pending.state());
        parameters.put("code_challenge", pending.proofKey().challenge());
        parameters.put("code_challenge_method", "S256");
        return ServerAddresses.with(addresses.authorize(), parameters);
    }

    MobileAppState redeem(MobileAppState phone, String code, Pending pending) {
        Reply reply = server.redeem(self, code, redirectUri, pending.proofKey());
        Exchange exchange =
                exchange("Signed in", "POST " + addresses.token() + "  grant_type=authorization_code", reply);
        Tokens tokens = tokens(reply, null);
        return tokens == null ? phone.notSignedIn(exchange) : phone.signedIn(tokens, exchange);
    }

    MobileAppState signInRefused(MobileAppState phone, String error) {
        return phone.notSignedIn(new Exchange(
                "Sign-in did not finish", "GET " + redirectUri, "refused", "error=" + error, clock.instant()));
    }

    MobileAppState call(MobileAppState phone, Tokens tokens) {
        Reply reply = server.userinfo(tokens.access());
        return phone.did(exchange("Called the API", "GET " + addresses.userinfo() + bearer(tokens), reply));
    }

    MobileAppState refresh(MobileAppState phone, Tokens tokens, Token refreshToken) {
        Reply reply = server.refresh(self, refreshToken);
        Exchange exchange = exchange(
                "Refreshed",
                "POST " + addresses.token() + "  grant_type=refresh_token&refresh_token=" + refreshToken,
                reply);
        Tokens renewed = tokens(reply, tokens.refresh());
        return renewed == null ? phone.did(exchange) : phone.refreshed(renewed, exchange);
    }

    /** Expects a phone that has forgotten the tokens already. */
    MobileAppState signOut(MobileAppState phone, Tokens forgotten) {
        Owed duty = owed.owe(lasting(forgotten));
        Reply reply = server.apiLogout(HttpMethod.POST, forgotten.access());
        settle(duty, reply);
        Exchange exchange = exchange("Signed out", "POST " + addresses.apiLogout() + bearer(forgotten), reply);
        return phone.proven(exchange, proof(forgotten));
    }

    /** Expects a phone that has forgotten the tokens already. */
    MobileAppState revoke(MobileAppState phone, Tokens forgotten) {
        Token token = lasting(forgotten);
        Owed duty = owed.owe(token);
        Reply reply = server.revoke(self, token);
        settle(duty, reply);
        Exchange exchange = exchange(
                "Revoked", "POST " + addresses.revoke() + "  client_id=" + self.clientId() + "&token=" + token, reply);
        return phone.proven(exchange, proof(forgotten));
    }

    /** Ends the session in which the app was given its tokens, too. Expects a phone that has forgotten the tokens already. */
    MobileAppState invalidate(MobileAppState phone, Tokens forgotten) {
        Owed duty = owed.owe(lasting(forgotten));
        Reply reply = server.invalidate(forgotten.access());
        settle(duty, reply);
        Exchange exchange =
                exchange("Signed out of the browser too", "POST " + addresses.invalidate() + bearer(forgotten), reply);
        return phone.proven(exchange, proof(forgotten));
    }

    /**
     * Hands its refresh token over and leaves as a page would. The new access token is tried before and after, since one that
     * never worked would prove nothing. Expects a phone that has forgotten the tokens already.
     */
    MobileAppState depart(MobileAppState phone, Way way, Tokens forgotten, Token refreshToken) {
        Owed duty = owed.owe(refreshToken);
        ReplyWithCookies kept = server.handOver(refreshToken);
        List<Exchange> steps = new ArrayList<>();
        steps.add(exchange("Refreshed", "POST " + addresses.appRefresh() + body(refreshToken), kept.reply()));
        Tokens fresh = tokens(kept.reply(), kept.refreshToken());
        if (fresh == null || fresh.refresh() == null) {
            return phone.departed(new LogoutTrace(way, List.copyOf(steps)), proof(forgotten));
        }
        steps.add(exchange(
                "Tried the access token",
                "GET " + addresses.userinfo() + bearer(fresh),
                server.userinfo(fresh.access())));
        List<HttpCookie> cookies = kept.sentTo("/auth/logout");
        Reply reply = switch (way) {
            case SINGLE_PAGE -> server.appLogout(fresh.refresh());
            case SOCIAL -> server.appLogout(cookies);
        };
        settle(duty, reply);
        String shown = switch (way) {
            case SINGLE_PAGE -> body(fresh.refresh());
            case SOCIAL -> "  Cookie: " + shown(cookies);
        };
        steps.add(exchange("Logged out", "POST " + addresses.appLogout() + shown, reply));
        return phone.departed(new LogoutTrace(way, List.copyOf(steps)), proof(fresh));
    }

    private static String body(Token refresh) {
        return "  {\"refresh_token\": \"" + refresh + "\"}";
    }

    private static String shown(List<HttpCookie> cookies) {
        return cookies.stream()
                .map(cookie -> cookie.getName() + "=" + new Token(cookie.getValue()))
                .collect(Collectors.joining("; "));
    }

    /**
     * Sends what the phone owes.
     *
     * @return whether the server answered
     */
    boolean send(Owed duty) {
        return settle(duty, server.revoke(self, duty.token()));
    }

    /** What the server refused is over as well: it would refuse it again. An access token that ran out proves nothing, though. */
    private boolean settle(Owed duty, Reply reply) {
        boolean done = reply instanceof Answered answered
                && answered.code() < 500
                && answered.code() != 429
                && answered.code() != 401;
        if (done) {
            owed.settle(duty);
        }
        return done;
    }

    private static Token lasting(Tokens tokens) {
        return tokens.refresh() == null ? tokens.access() : tokens.refresh();
    }

    private List<Finding> proof(Tokens forgotten) {
        List<Finding> proof = new ArrayList<>();
        proof.add(questions.userinfo(forgotten.access()));
        if (forgotten.refresh() != null) {
            proof.add(questions.refresh(self, forgotten.refresh()).finding());
        }
        return List.copyOf(proof);
    }

    private Exchange exchange(String title, String request, Reply reply) {
        return Exchange.of(title, request, reply, text);
    }

    private static String bearer(Tokens tokens) {
        return "  Authorization: Bearer " + tokens.access();
    }

    /** The tokens in an answer; null if there are none. A refresh that brings no refresh token leaves the old one valid. */
    private static @Nullable Tokens tokens(Reply reply, @Nullable Token refreshSoFar) {
        if (!(reply instanceof Answered answered)
                || answered.code() != 200
                || !(answered.fields().get("access_token") instanceof String access)) {
            return null;
        }
        Token refresh =
                answered.fields().get("refresh_token") instanceof String value ? new Token(value) : refreshSoFar;
        return new Tokens(
                new Token(access),
                answered.fields().get("expires_in") instanceof Number seconds
                        ? answered.at().plusSeconds(seconds.longValue())
                        : null,
                refresh);
    }
}
