package org.exeunt.idp.logout;

import java.util.Optional;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.AuthorizationId;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;

/** What was asked: one record for every intent. */
public sealed interface LogoutRequest {

    /** A browser was sent to us to be signed out. */
    sealed interface ByRedirect extends LogoutRequest {

        Browser browser();

        RedirectParameters parameters();
    }

    /** {@code /logout}, the contract of the account platform that we replace. */
    record PlatformRedirect(Browser browser, RedirectParameters parameters) implements ByRedirect {}

    /** {@code /connect/logout} (OpenID Connect RP-Initiated Logout 1.0). */
    record RpInitiated(Browser browser, RedirectParameters parameters) implements ByRedirect {}

    /** A browser was sent to one of the two with parameters that cannot be read. */
    record UnreadableRedirect(Browser browser, LogoutProblem problem) implements LogoutRequest {}

    /** The person answered a question with yes. */
    record Confirmed(Browser browser, String confirmation) implements LogoutRequest {}

    /**
     * The person answered a question with yes, and ticked that access which outlives the session ends too: that of
     * authorizations with {@code offline_access} given under it.
     */
    record ConfirmedWithOfflineAccess(Browser browser, String confirmation) implements LogoutRequest {}

    /** The person answered a question with no. */
    record Declined(Browser browser, String confirmation) implements LogoutRequest {}

    /** An authenticated client revokes a token (RFC 7009). */
    record TokenRevocation(ClientId caller, String token) implements LogoutRequest {

        @Override
        public String toString() {
            return "TokenRevocation by " + caller;
        }
    }

    /** An application signs out with nothing but its access token ({@code /api/2/logout}). */
    record BearerLogout(String accessToken) implements LogoutRequest {

        @Override
        public String toString() {
            return "BearerLogout";
        }
    }

    /**
     * An application signs its person out with nothing but their access token ({@code POST /login/refresh/invalidate}): the
     * session that the token was given under ends, too.
     */
    record SessionInvalidation(String accessToken) implements LogoutRequest {

        @Override
        public String toString() {
            return "SessionInvalidation";
        }
    }

    /** An application signs out with nothing but its refresh token, used up or not ({@code POST /auth/logout}). */
    record RefreshTokenLogout(String refreshToken) implements LogoutRequest {

        @Override
        public String toString() {
            return "RefreshTokenLogout";
        }
    }

    /** An application signs out in the browser that holds its sign-out handle ({@code POST /auth/logout}). */
    record AppLogout(AuthorizationId authorization) implements LogoutRequest {}

    /** A script on a page ends the session of this browser. */
    sealed interface ByScript extends LogoutRequest {

        /** The live session of the browser, as the request found it. */
        Optional<SsoSession> browser();

        String clientId();

        /** Origin of the page, as far as the browser says it. */
        Optional<Origin> page();
    }

    /** Our own script, on a relying party's page. */
    record SdkLogout(Optional<SsoSession> browser, String clientId, Optional<Origin> page) implements ByScript {}

    /** A script tag on a page of an old application. */
    record ScriptTagLogout(Optional<SsoSession> browser, String clientId, Optional<Origin> page) implements ByScript {}

    /** Somebody else signed in, in the browser of this session. */
    record TakenOver(Sid sid) implements LogoutRequest {}

    /** A person signs out of this browser, on a page or by a script of our own. */
    record SignOutHere(Optional<Sid> browser) implements LogoutRequest {}

    /** A person ends one of their sessions, on whichever device. */
    record SignOutOne(Optional<Sid> browser, Sid chosen) implements LogoutRequest {}

    /** A person ends all their sessions but the one in this browser. */
    record SignOutOthers(Optional<Sid> browser) implements LogoutRequest {}

    /** A person ends all their sessions. */
    record SignOutEverywhere(Optional<Sid> browser) implements LogoutRequest {}

    /** A person ends what one app may do: everything that they granted to it, on whichever device. */
    record SignOutOfApp(Optional<Sid> browser, ClientId app) implements LogoutRequest {}

    /**
     * A person ends the offline access that apps were given under a session which has ended. The browser has proved by its
     * receipt that this session was its own.
     */
    record OfflineAccessEnd(Sid sid) implements LogoutRequest {}

    /**
     * A person changes their password: everything but the session of this browser ends.
     *
     * @param checked the account, and what its present password was checked against
     */
    record PasswordChange(Optional<Sid> browser, SignInAccount checked, String newPasswordHash)
            implements LogoutRequest {

        @Override
        public String toString() {
            return "PasswordChange of " + checked.subject();
        }
    }

    /** An administrator ends one session of a person. */
    record AdminLogoutOne(ClientId caller, Subject subject, Sid chosen) implements LogoutRequest {}

    /** An administrator ends everything of a person: sessions, tokens, offline ones too, and sign-ins under way. */
    record AdminLogout(ClientId caller, Subject subject) implements LogoutRequest {}

    /** The same, and the person cannot sign in again. */
    record Disabling(ClientId caller, Subject subject) implements LogoutRequest {}

    /** A session is past its idle or absolute limit. */
    record PastLimit(Sid sid) implements LogoutRequest {}
}
