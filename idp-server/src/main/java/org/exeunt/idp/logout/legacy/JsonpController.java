package org.exeunt.idp.logout.legacy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.logout.LogoutOutcome;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SessionCookie;
import org.exeunt.idp.session.SsoSession;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Queries and ends the session by script tags (JSONP): the exchange of the account platform's JavaScript SDK, version
 * 2.6.0, according to its published sources. That client adds a script tag to the page, with a callback name that it
 * generates, the address of the page and the {@code client_id}, and the returned script calls {@code
 * SPiD.Talk.response(callback, data)}.
 *
 * <p>A script tag sends the cookie from any page. Therefore only pages of origins registered for the client are
 * answered, and only clients that take part in the session see it and end it.
 */
@RestController
@ConditionalOnBooleanProperty("exeunt.compat.jsonp")
class JsonpController {

    private final LogoutService logoutService;
    private final RelyingParties relyingParties;
    private final SessionCookie cookie;
    private final JsonpResponse answer;
    private final InstantSource clock;

    JsonpController(
            LogoutService logoutService,
            RelyingParties relyingParties,
            SessionCookie cookie,
            JsonpResponse answer,
            InstantSource clock) {
        this.logoutService = logoutService;
        this.relyingParties = relyingParties;
        this.cookie = cookie;
        this.answer = answer;
        this.clock = clock;
    }

    /** Who is signed in. */
    @GetMapping("/ajax/hasSession.js")
    ResponseEntity<String> hasSession(HttpServletRequest request) {
        return JsonpRequest.of(request)
                .map(call -> hasSession(call, noSession(call)))
                .orElseGet(JsonpResponse::unreadable);
    }

    /**
     * The same where that client looks for it first, unless told otherwise: on the host {@code session.…} in front of ours. Our
     * cookie is for one host only and does not get there, so there is never a "no" from here, but the error upon which that
     * client asks the main host.
     */
    @GetMapping("/rpc/hasSession.js")
    ResponseEntity<String> hasSessionOnItsOwnHost(HttpServletRequest request) {
        return JsonpRequest.of(request)
                .map(call -> hasSession(call, askTheMainHost(call)))
                .orElseGet(JsonpResponse::unreadable);
    }

    private ResponseEntity<String> hasSession(JsonpRequest call, ResponseEntity<String> otherwise) {
        boolean allowed = relyingParties
                .find(call.clientId())
                .filter(client -> call.page().filter(client::allows).isPresent())
                .isPresent();
        if (!allowed) {
            return refuse(call);
        }
        return CurrentUser.session()
                .filter(session -> takesPart(session, call))
                .map(session -> answer.of(call, LegacySessionPayload.connected(session, clock.instant())))
                .orElse(otherwise);
    }

    /** Ends the session of this browser. */
    @GetMapping("/ajax/logout.js")
    ResponseEntity<String> logout(HttpServletRequest request, HttpServletResponse response) {
        return JsonpRequest.of(request)
                .map(call -> logout(call, request, response))
                .orElseGet(JsonpResponse::unreadable);
    }

    private ResponseEntity<String> logout(JsonpRequest call, HttpServletRequest request, HttpServletResponse response) {
        LogoutOutcome.SessionLogout outcome = logoutService.logout(
                new LogoutRequest.ScriptTagLogout(CurrentUser.session(), call.clientId(), call.page()));
        return switch (outcome) {
            case LogoutOutcome.Ended _ -> {
                cookie.expire(request, response);
                yield answer.of(call, LegacySessionPayload.signedOut(true, clock.instant()));
            }
            case LogoutOutcome.NothingEnded _ -> noSession(call);
            case LogoutOutcome.Refused _ -> refuse(call);
        };
    }

    private ResponseEntity<String> noSession(JsonpRequest call) {
        return answer.error(
                call,
                401,
                "UserException",
                "No session found!",
                LegacySessionPayload.signedOut(false, clock.instant()));
    }

    private ResponseEntity<String> askTheMainHost(JsonpRequest call) {
        return answer.error(
                call,
                401,
                "LoginException",
                "No session here.",
                LegacySessionPayload.signedOut(false, clock.instant()));
    }

    private ResponseEntity<String> refuse(JsonpRequest call) {
        return answer.error(
                call,
                403,
                "OAuthException",
                "The page's origin is not registered for this client_id, or the page hides its address (Referrer-Policy).",
                LegacySessionPayload.signedOut(false, clock.instant()));
    }

    private boolean takesPart(SsoSession session, JsonpRequest call) {
        return relyingParties
                .find(call.clientId())
                .filter(client -> session.participants().contain(client.clientId()))
                .isPresent();
    }
}
