package org.exeunt.idp.logout.refresh;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.exeunt.idp.authorization.RefreshGrant;
import org.exeunt.idp.authorization.RefreshGrant.Refreshed;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.logout.refresh.SignOutHandles.HandleTarget;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.token.TokenKind;
import org.exeunt.idp.web.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /auth/refresh} and {@code POST /auth/logout}. A refresh token comes in the body, from whoever holds it, or in a
 * cookie, which counts only if the page that made the request is one of the token's client, or ours. A logout ends the
 * authorization of the token, with everything made from it, and no session.
 */
@RestController
class RefreshController {

    private final RefreshTokenBody body;
    private final RefreshCookies cookies;
    private final SignOutHandles handles;
    private final Authorizations authorizations;
    private final RelyingParties relyingParties;
    private final RefreshGrant grant;
    private final LogoutService logoutService;

    RefreshController(
            RefreshTokenBody body,
            RefreshCookies cookies,
            SignOutHandles handles,
            Authorizations authorizations,
            RelyingParties relyingParties,
            RefreshGrant grant,
            LogoutService logoutService) {
        this.body = body;
        this.cookies = cookies;
        this.handles = handles;
        this.authorizations = authorizations;
        this.relyingParties = relyingParties;
        this.grant = grant;
        this.logoutService = logoutService;
    }

    /** The answer is the same whether there was something to end or not: it tells nobody what a token was. */
    @PostMapping("/auth/logout")
    ResponseEntity<LoggedOut> logout(HttpServletRequest request, HttpServletResponse response) throws IOException {
        body.read(request).ifPresent(this::end);
        CallerOrigin page = CallerOrigin.of(request);
        // The cookie is not sent here by browsers, because of its path; by programs it is.
        cookies.refreshToken(request)
                .filter(token -> find(token)
                        .flatMap(found -> relyingParties.find(found.client()))
                        .filter(page::mayActFor)
                        .isPresent())
                .ifPresent(this::end);
        Optional<HandleTarget> named = cookies.handle(request).flatMap(handles::find);
        boolean theirs = named.map(found -> mayActFor(page, found)).orElseGet(() -> isWelcome(page));
        if (theirs) {
            named.ifPresent(this::end);
            cookies.expire(response);
        }
        return uncached(HttpStatus.OK).body(new LoggedOut("Logged out successfully"));
    }

    /** A new access token for the refresh token in the cookie, or for one in the body, which is in the cookie from then on. */
    @PostMapping("/auth/refresh")
    ResponseEntity<?> refresh(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CallerOrigin page = CallerOrigin.of(request);
        Optional<String> handedOver = body.read(request);
        Optional<String> presented = handedOver.or(() -> cookies.refreshToken(request));
        Optional<IssuedToken> token = presented.flatMap(this::find);
        Optional<RelyingParty> client = token.map(IssuedToken::client).flatMap(relyingParties::find);
        if (client.filter(found -> !page.mayActFor(found)).isPresent()) {
            return problem(
                    HttpStatus.FORBIDDEN,
                    LogoutProblem.ORIGIN_NOT_ALLOWED,
                    "The page's origin is not registered for the client of this refresh token. Add it to the client's"
                            + " allowed-origins, exactly as the browser sends it.");
        }
        Optional<HandleTarget> named = cookies.handle(request).flatMap(handles::find);
        boolean planted = handedOver.isEmpty()
                && !(page instanceof CallerOrigin.Program)
                && !named.map(HandleTarget::authorization).equals(token.map(IssuedToken::authorization));
        if (client.isEmpty() || planted) {
            return refused(request, response);
        }
        Optional<Refreshed> refreshed = grant.refresh(presented.orElseThrow(), client.get());
        if (refreshed.isEmpty()) {
            return refused(request, response);
        }
        keep(response, refreshed.get(), handle(request, token.orElseThrow(), named));
        return uncached(HttpStatus.OK).body(AccessToken.of(refreshed.get()));
    }

    /** The handle of this browser, if it names the same authorization, else a new one; what it named before ends. */
    private Secret handle(HttpServletRequest request, IssuedToken token, Optional<HandleTarget> named) {
        Optional<HandleTarget> former =
                named.filter(found -> !found.authorization().equals(token.authorization()));
        if (named.isPresent() && former.isEmpty()) {
            return cookies.handle(request).orElseThrow();
        }
        // Another sign-in at the same application, and its cookie is about to be replaced: nobody could end it any
        // more.
        former.filter(found -> found.client().equals(token.client())).ifPresent(this::end);
        return handles.make(token.authorization(), token.client());
    }

    private void keep(HttpServletResponse response, Refreshed refreshed, Secret handle) {
        cookies.writeRefreshToken(response, refreshed.refreshToken(), refreshed.refreshTokenLife());
        cookies.writeHandle(response, handle, refreshed.refreshTokenLife());
    }

    private ResponseEntity<?> refused(HttpServletRequest request, HttpServletResponse response) {
        cookies.expirePresentedRefreshToken(request, response);
        return problem(
                HttpStatus.UNAUTHORIZED,
                LogoutProblem.INVALID_REFRESH_TOKEN,
                "There is no refresh token, or it is not accepted any more. Send the person to sign in.");
    }

    private Optional<IssuedToken> find(String refreshToken) {
        return authorizations.find(refreshToken).filter(token -> token.kind() == TokenKind.REFRESH_TOKEN);
    }

    private void end(String refreshToken) {
        logoutService.logout(new LogoutRequest.RefreshTokenLogout(refreshToken));
    }

    private void end(HandleTarget named) {
        logoutService.logout(new LogoutRequest.AppLogout(named.authorization()));
    }

    private boolean mayActFor(CallerOrigin page, HandleTarget named) {
        return relyingParties.find(named.client()).filter(page::mayActFor).isPresent();
    }

    /** The request of any other page may not even take cookies away. */
    private boolean isWelcome(CallerOrigin page) {
        return switch (page) {
            case CallerOrigin.Own _, CallerOrigin.Program _ -> true;
            case CallerOrigin.Of of ->
                of.origin().filter(relyingParties::anyAllows).isPresent();
        };
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, LogoutProblem problem, String text) {
        return uncached(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.of(status, problem.key(), text));
    }

    /** In all the words that caches of any age understand. */
    private static ResponseEntity.BodyBuilder uncached(HttpStatus status) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, must-revalidate")
                .header(HttpHeaders.PRAGMA, "no-cache")
                .header(HttpHeaders.EXPIRES, "0");
    }

    /** The answer to every logout. The words are part of the API: they must not change. */
    record LoggedOut(String message) {}

    /** What a refresh gives to the page: never the refresh token. */
    record AccessToken(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            String scope) {

        static AccessToken of(Refreshed refreshed) {
            return new AccessToken(
                    refreshed.accessToken(),
                    "Bearer",
                    refreshed.accessTokenLife().toSeconds(),
                    String.join(" ", refreshed.scopes()));
        }

        @Override
        public String toString() {
            return "AccessToken";
        }
    }
}
