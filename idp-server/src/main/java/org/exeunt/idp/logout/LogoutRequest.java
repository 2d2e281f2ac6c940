package org.exeunt.idp.logout;

import static org.exeunt.idp.audit.LogoutScope.APP;
import static org.exeunt.idp.audit.LogoutScope.EVERYWHERE;
import static org.exeunt.idp.audit.LogoutScope.OTHERS;
import static org.exeunt.idp.audit.LogoutScope.SSO;

import java.util.Optional;
import org.exeunt.idp.account.ConfiguredPassword;
import org.exeunt.idp.account.SignInAccount;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.RequestedBy;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.logout.LogoutOutcome.AccessEnded;
import org.exeunt.idp.logout.LogoutOutcome.AppSignOut;
import org.exeunt.idp.logout.LogoutOutcome.Invalidation;
import org.exeunt.idp.logout.LogoutOutcome.OfflineSignOut;
import org.exeunt.idp.logout.LogoutOutcome.RedirectLogout;
import org.exeunt.idp.logout.LogoutOutcome.Revocation;
import org.exeunt.idp.logout.LogoutOutcome.Revoked;
import org.exeunt.idp.logout.LogoutOutcome.SessionEnd;
import org.exeunt.idp.logout.LogoutOutcome.SessionLogout;
import org.exeunt.idp.logout.LogoutOutcome.SessionsLogout;
import org.exeunt.idp.logout.LogoutOutcome.TokenLogout;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.token.AuthorizationId;

/**
 * A logout request: one record for each intent. A new way in is a record here, its rule in {@code LogoutPolicy}, and
 * a controller.
 *
 * @param <O> the possible outcomes: the caller handles those, and no others
 */
public sealed interface LogoutRequest<O extends LogoutOutcome> {

    /** Who asks, by which way in, and how much is to end: the words of the audit trail and of the metrics. */
    RequestedBy asked();

    /**
     * Whether collecting the facts consumes a confirmation or changes the account. Then the facts and the act are one
     * transaction.
     */
    default boolean changesFacts() {
        return false;
    }

    /** Collects the facts and lets the policy decide. Called by {@link LogoutService} only. */
    LogoutDecision<? extends O> decide(FactFinder facts);

    /** A redirect logout: an application sent the browser here. */
    sealed interface ByRedirect extends LogoutRequest<RedirectLogout> {

        RequestContext browser();

        RedirectParameters parameters();

        @Override
        default LogoutDecision<? extends RedirectLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.of(this));
        }
    }

    /** {@code /logout}, the contract of the account platform that we replace. */
    record PlatformRedirect(RequestContext browser, RedirectParameters parameters) implements ByRedirect {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("redirect", SSO);
        }
    }

    /** {@code /connect/logout} (OpenID Connect RP-Initiated Logout 1.0). */
    record RpInitiated(RequestContext browser, RedirectParameters parameters) implements ByRedirect {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("rp_initiated", SSO);
        }
    }

    /** A browser was sent to one of the two with parameters that cannot be read. */
    record UnreadableRedirect(RequestContext browser, LogoutProblem problem) implements LogoutRequest<RedirectLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("redirect", SSO);
        }

        @Override
        public LogoutDecision<? extends RedirectLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, browser.session());
        }
    }

    /** The end-user answered a confirmation. */
    sealed interface Answer extends LogoutRequest<RedirectLogout> {

        RequestContext browser();

        String confirmation();

        @Override
        default RequestedBy asked() {
            return RequestedBy.byPerson("confirmation", SSO);
        }

        @Override
        default boolean changesFacts() {
            return true;
        }
    }

    /** The end-user answered with yes. */
    record Confirmed(RequestContext browser, String confirmation) implements Answer {

        @Override
        public LogoutDecision<? extends RedirectLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.of(this));
        }
    }

    /**
     * The end-user answered with yes, and ticked that access which outlives the session ends too: that of authorizations with
     * {@code offline_access} given under it.
     */
    record ConfirmedWithOfflineAccess(RequestContext browser, String confirmation) implements Answer {

        @Override
        public LogoutDecision<? extends RedirectLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.of(this));
        }
    }

    /** The end-user answered with no. */
    record Declined(RequestContext browser, String confirmation) implements Answer {

        @Override
        public LogoutDecision<? extends RedirectLogout> decide(FactFinder facts) {
            return LogoutPolicy.decline(facts.of(this));
        }
    }

    /** An authenticated client revokes a token (RFC 7009). */
    record TokenRevocation(ClientId caller, String token) implements LogoutRequest<Revocation> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byApp("revocation", APP, caller);
        }

        @Override
        public LogoutDecision<? extends Revocation> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.token(token));
        }

        @Override
        public String toString() {
            return "TokenRevocation by " + caller;
        }
    }

    /** An application signs out with its access token alone ({@code /api/2/logout}). */
    record BearerLogout(String accessToken) implements LogoutRequest<TokenLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byApp("access_token", APP);
        }

        @Override
        public LogoutDecision<? extends TokenLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.token(accessToken));
        }

        @Override
        public String toString() {
            return "BearerLogout";
        }
    }

    /**
     * An application signs its user out with their access token alone ({@code POST /login/refresh/invalidate}): the
     * session under which the token was issued ends, too.
     */
    record SessionInvalidation(String accessToken) implements LogoutRequest<Invalidation> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byApp("invalidation", SSO);
        }

        @Override
        public LogoutDecision<? extends Invalidation> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofToken(accessToken));
        }

        @Override
        public String toString() {
            return "SessionInvalidation";
        }
    }

    /** An application signs out with its refresh token alone, consumed or not ({@code POST /auth/logout}). */
    record RefreshTokenLogout(String refreshToken) implements LogoutRequest<Revocation> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byApp("refresh_token", APP);
        }

        @Override
        public LogoutDecision<? extends Revocation> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.token(refreshToken));
        }

        @Override
        public String toString() {
            return "RefreshTokenLogout";
        }
    }

    /** An application signs out in the browser that holds its sign-out handle ({@code POST /auth/logout}). */
    record AppLogout(AuthorizationId authorization) implements LogoutRequest<Revoked> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byApp("cookie", APP);
        }

        @Override
        public LogoutDecision<Revoked> decide(FactFinder facts) {
            return LogoutPolicy.decide(this);
        }
    }

    /** A script on a page ends the session of this browser. */
    sealed interface ByScript extends LogoutRequest<SessionLogout> {

        /** The live session of the browser when the request arrived. */
        Optional<SsoSession> browser();

        String clientId();

        /** Origin of the page, if the browser sends it. */
        Optional<Origin> page();

        @Override
        default LogoutDecision<? extends SessionLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.of(this));
        }
    }

    /** A page of a client uses the JavaScript SDK. */
    record SdkLogout(Optional<SsoSession> browser, String clientId, Optional<Origin> page) implements ByScript {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("script", SSO);
        }
    }

    /** A page of an old application uses a script tag (JSONP). */
    record ScriptTagLogout(Optional<SsoSession> browser, String clientId, Optional<Origin> page) implements ByScript {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("script_tag", SSO);
        }
    }

    /** Another subject signed in, in the browser of this session. */
    record UserSwitch(Sid sid) implements LogoutRequest<SessionEnd> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("sign_in_as_another", SSO);
        }

        @Override
        public LogoutDecision<SessionEnd> decide(FactFinder facts) {
            return LogoutPolicy.takenOver(sid);
        }
    }

    /** The end-user signs out of this browser, on a page or by a script of our own. */
    record SignOutHere(Optional<Sid> browser) implements LogoutRequest<SessionEnd> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("own_page", SSO);
        }

        @Override
        public LogoutDecision<? extends SessionEnd> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofOwnSessions(browser, Optional.empty()));
        }
    }

    /** The end-user ends one of their sessions, on any device. */
    record SignOutOne(Optional<Sid> browser, Sid chosen) implements LogoutRequest<SessionLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("devices", SSO);
        }

        @Override
        public LogoutDecision<? extends SessionLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofOwnSessions(browser, Optional.of(chosen)));
        }
    }

    /** The end-user ends all their sessions but the one in this browser. */
    record SignOutOthers(Optional<Sid> browser) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("devices", OTHERS);
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofOwnSessions(browser, Optional.empty()));
        }
    }

    /** The end-user ends all their sessions. */
    record SignOutEverywhere(Optional<Sid> browser) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("devices", EVERYWHERE);
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofOwnSessions(browser, Optional.empty()));
        }
    }

    /** The user ends the access of one client: everything that they granted to it, on all devices. */
    record SignOutOfApp(Optional<Sid> browser, ClientId app) implements LogoutRequest<AppSignOut> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("devices", APP);
        }

        @Override
        public LogoutDecision<? extends AppSignOut> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofOwnSessions(browser, Optional.empty()));
        }
    }

    /**
     * The user ends the offline access that was granted under an ended session. The browser has proved by its receipt
     * that the session was its own.
     */
    record OfflineAccessEnd(Sid sid) implements LogoutRequest<OfflineSignOut> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("receipt", SSO);
        }

        @Override
        public LogoutDecision<? extends OfflineSignOut> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.record(sid));
        }
    }

    /**
     * The user changes their password: everything but the session of this browser ends.
     *
     * @param checked the account, and the stored hash that the current password was verified against
     */
    record PasswordChange(Optional<Sid> browser, SignInAccount checked, String newPasswordHash)
            implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byPerson("password_change", OTHERS);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofPasswordChange(this));
        }

        @Override
        public String toString() {
            return "PasswordChange of " + checked.subject();
        }
    }

    /** An administrator ends one session of a subject. */
    record AdminLogoutOne(ClientId caller, Subject subject, Sid chosen) implements LogoutRequest<SessionLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byAdministrator("api", SSO, caller);
        }

        @Override
        public LogoutDecision<? extends SessionLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.record(chosen));
        }
    }

    /**
     * An administrator ends everything of a subject: sessions, tokens including offline ones, and pending sign-ins.
     */
    record AdminLogout(ClientId caller, Subject subject) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byAdministrator("api", EVERYWHERE, caller);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofEverythingOf(subject));
        }
    }

    /** The same, and the subject cannot sign in again. */
    record DisableAccount(ClientId caller, Subject subject) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byAdministrator("disable", EVERYWHERE, caller);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofDisabled(subject));
        }
    }

    /** The configuration does not have this client any more: all that was granted to it ends. */
    record ClientRemoval(ClientId client) implements LogoutRequest<AccessEnded> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byConfiguration("client_removed", APP);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<AccessEnded> decide(FactFinder facts) {
            facts.ofRemoved(client);
            return LogoutPolicy.decide(this);
        }
    }

    /** The configuration does not have this account any more: it is disabled, and everything of its subject ends. */
    record AccountRemoval(Subject subject) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byConfiguration("account_removed", EVERYWHERE);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofRemoved(subject));
        }
    }

    /** The configuration has another password for an account whose person did not choose one: everything of its subject ends. */
    record ConfiguredPasswordChange(ConfiguredPassword password) implements LogoutRequest<SessionsLogout> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byConfiguration("password_change", EVERYWHERE);
        }

        @Override
        public boolean changesFacts() {
            return true;
        }

        @Override
        public LogoutDecision<? extends SessionsLogout> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.ofConfiguredPassword(password));
        }
    }

    /** A session is past its idle or absolute limit. */
    record SessionExpiry(Sid sid) implements LogoutRequest<SessionEnd> {

        @Override
        public RequestedBy asked() {
            return RequestedBy.byClock("limit", SSO);
        }

        @Override
        public LogoutDecision<? extends SessionEnd> decide(FactFinder facts) {
            return LogoutPolicy.decide(this, facts.session(Optional.of(sid)));
        }
    }
}
