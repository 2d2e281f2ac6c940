package org.exeunt.idp.authorization.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.authorization.Audiences;
import org.exeunt.idp.authorization.client.ClientErrorResponse;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.token.Scopes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The authorization challenge endpoint (OAuth 2.0 for First-Party Applications): a first-party application asks the
 * user for their password itself, and gets an authorization code, which it redeems at the token endpoint with PKCE.
 * No browser takes part: there is no cookie, and no session begins. Password guesses are throttled as on the sign-in
 * page.
 *
 * <p>Errors have the format of the token endpoint (RFC 6749, section 5.2). They reveal nothing about the account
 * before the password is right: a wrong password, an unknown username, a disabled account and too many attempts look
 * the same.
 */
@RestController
public class AuthorizationChallengeController {

    public static final String PATH = "/oauth2/authorize-challenge";

    private static final List<String> FOR_THE_REDEMPTION =
            List.of("code_challenge", "code_challenge_method", "nonce", Audiences.RESOURCE);

    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** No username or password is longer, and hashing longer values costs time. */
    private static final int LONGEST = 2_000;

    private final RelyingParties relyingParties;
    private final AuthenticationManager signIn;
    private final AuthenticationDetailsSource<HttpServletRequest, ?> origins;
    private final AuthorizationCodes codes;
    private final Audiences audiences;

    AuthorizationChallengeController(
            RelyingParties relyingParties,
            AuthenticationManager signIn,
            AuthenticationDetailsSource<HttpServletRequest, ?> origins,
            AuthorizationCodes codes,
            Audiences audiences) {
        this.relyingParties = relyingParties;
        this.signIn = signIn;
        this.origins = origins;
        this.codes = codes;
        this.audiences = audiences;
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<?> challenge(HttpServletRequest request) {
        if (isFromAPage(request)) {
            return error(HttpStatus.FORBIDDEN, "invalid_request", "Pages send people to authorization_endpoint.");
        }
        if (!isReadable(request)) {
            return error(HttpStatus.BAD_REQUEST, "invalid_request", "Send each parameter once, and all in the body.");
        }
        Optional<RelyingParty> client = relyingParties.find(parameter(request, "client_id"));
        if (client.isEmpty()) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, ClientErrorResponse.CHALLENGE)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(new Refusal("invalid_client", "There is no such client."));
        }
        if (!client.get().firstParty()) {
            return error(
                    HttpStatus.BAD_REQUEST,
                    "unauthorized_client",
                    "Only clients that are marked as first-party may ask for passwords. Send the person to"
                            + " authorization_endpoint.");
        }
        return answer(client.get(), request);
    }

    private ResponseEntity<?> answer(RelyingParty client, HttpServletRequest request) {
        if (request.getParameter("auth_session") != null) {
            return error(HttpStatus.BAD_REQUEST, "invalid_session", "There is no second step, and so no auth_session.");
        }
        if (!parameter(request, "code_challenge_method").equals("S256")
                || !S256.matcher(parameter(request, "code_challenge")).matches()) {
            return error(HttpStatus.BAD_REQUEST, "invalid_request", "Send a code_challenge of the method S256.");
        }
        Set<String> scopes = Scopes.parse(parameter(request, "scope"));
        if (!client.scopes().containsAll(scopes)) {
            return error(HttpStatus.BAD_REQUEST, "invalid_scope", "The client may not ask for one of these scopes.");
        }
        Map<String, Object> redemption = redemption(request);
        if (!audiences.areRegistered(client.clientId().value(), redemption)) {
            return error(
                    HttpStatus.BAD_REQUEST,
                    Audiences.INVALID_TARGET,
                    "The client may not name this resource: it is not among its audiences.");
        }
        return check(request)
                .flatMap(account -> codes.issue(client.clientId(), account, scopes, redemption))
                .<ResponseEntity<?>>map(code -> ResponseEntity.ok(new Answer(code.value())))
                .orElseGet(() -> error(
                        HttpStatus.BAD_REQUEST,
                        "insufficient_authorization",
                        "Send the username and password of the person. If they were sent, they are wrong, or too many were"
                                + " tried: wait before trying again."));
    }

    /** A page must not use its visitors to guess passwords from many addresses. */
    private static boolean isFromAPage(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) != null
                || FetchMetadata.site(request).isPresent();
    }

    /** In the body, since queries are logged by proxies; once, since another component might read the other value. */
    private static boolean isReadable(HttpServletRequest request) {
        return request.getQueryString() == null
                && request.getParameterMap().values().stream()
                        .allMatch(values -> values.length == 1 && values[0].length() <= LONGEST);
    }

    private Optional<SignInAccount> check(HttpServletRequest request) {
        String username = parameter(request, "username");
        String password = parameter(request, "password");
        if (username.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(username, password);
        attempt.setDetails(origins.buildDetails(request));
        try {
            return signIn.authenticate(attempt).getPrincipal() instanceof SignInAccount account
                    ? Optional.of(account)
                    : Optional.empty();
        } catch (InternalAuthenticationServiceException broken) {
            // The password was not verified, so the answer must not say that it was wrong.
            throw broken.getCause() instanceof RuntimeException cause ? cause : broken;
        } catch (AuthenticationException refused) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> redemption(HttpServletRequest request) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (String name : FOR_THE_REDEMPTION) {
            String value = parameter(request, name);
            if (!value.isEmpty()) {
                parameters.put(name, value);
            }
        }
        return parameters;
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static ResponseEntity<Refusal> error(HttpStatus status, String error, String description) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Refusal(error, description));
    }

    /** The code. */
    record Answer(@JsonProperty("authorization_code") String authorizationCode) {

        @Override
        public String toString() {
            return "Answer";
        }
    }

    /** An error. */
    record Refusal(
            String error, @JsonProperty("error_description") String errorDescription) {}
}
