package org.exeunt.idp.logout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.token.AuthorizationId;

/**
 * The result of a logout. A value of this type is created only after the commit. The sealed interfaces in it state
 * the possible outcomes of a kind of request: see the type parameter of {@link LogoutRequest}.
 */
public sealed interface LogoutOutcome {

    /** Outcomes of a redirect logout, and of the answer to a confirmation. */
    sealed interface RedirectLogout extends LogoutOutcome {}

    /** Outcomes of a request to end one session that may be refused. */
    sealed interface SessionLogout extends LogoutOutcome {}

    /** Outcomes of a request to end several sessions of one subject. */
    sealed interface SessionsLogout extends LogoutOutcome {}

    /**
     * Outcomes of a request to revoke one authorization, which look the same to the caller whether it existed or not.
     */
    sealed interface Revocation extends LogoutOutcome {}

    /** Outcomes of a request to revoke one authorization by a token that also authenticates the request. */
    sealed interface TokenLogout extends LogoutOutcome {}

    /** Outcomes of a request to end the session under which a token was issued. */
    sealed interface Invalidation extends LogoutOutcome {}

    /** Outcomes of a request to end everything that was granted to one client. */
    sealed interface AppSignOut extends LogoutOutcome {}

    /** Outcomes of a request to end the offline access that was granted under an ended session. */
    sealed interface OfflineSignOut extends LogoutOutcome {}

    /** Outcomes of a request to end one session, which may have ended before. */
    sealed interface SessionEnd extends RedirectLogout, SessionLogout, Invalidation {}

    /**
     * Nothing ended.
     *
     * @param question a confirmation by which the user can still sign out
     */
    record Refused(LogoutProblem problem, Optional<Confirmation> question)
            implements RedirectLogout, SessionLogout, SessionsLogout, TokenLogout, Invalidation, AppSignOut {}

    /** Nothing has ended yet: the user must confirm. */
    record Asked(Confirmation question) implements RedirectLogout {}

    /** There was no session to end. */
    record NothingEnded(Optional<RelyingParty> client, Destination destination) implements SessionEnd {}

    /** There was no session in this browser to end; the one that the request named lives on in another browser. */
    record LivesElsewhere(Optional<RelyingParty> client, Destination destination) implements RedirectLogout {}

    /**
     * A session ended, and by this request.
     *
     * @param subject whose it was, if the request told
     * @param participants the relying parties that took part in it
     * @param owed how many of them are owed a notification
     */
    record Ended(
            Sid sid,
            Optional<Subject> subject,
            EndReason reason,
            List<ClientId> participants,
            int owed,
            Optional<RelyingParty> client,
            Destination destination)
            implements SessionEnd {}

    /**
     * This request ended sessions of one user.
     *
     * @param sessions the reason of each end; empty if all had ended before
     */
    record EndedSeveral(Subject subject, Map<Sid, EndReason> sessions) implements SessionsLogout {

        public Set<Sid> sids() {
            return sessions.keySet();
        }
    }

    /** The user declined. */
    record StayedSignedIn(Optional<RelyingParty> client, Destination destination) implements RedirectLogout {}

    /**
     * An authorization has ended.
     *
     * @param ended the authorization, if this request ended it; empty if it had ended before
     */
    record Revoked(Optional<AuthorizationId> ended) implements Revocation, TokenLogout, Invalidation {}

    /**
     * Authorizations of one user ended, but no session.
     *
     * @param apps the clients that lost their access by this request; empty if they had lost it before
     */
    record AccessEnded(Set<ClientId> apps) implements AppSignOut, OfflineSignOut {}

    /** No token was changed. */
    record NothingRevoked() implements Revocation, OfflineSignOut {}

    /**
     * A confirmation shown to the user.
     *
     * @param confirmation the value that the answer must carry: valid once, and for this session only
     * @param participants the clients that will be signed out
     * @param offline those of them that keep their access: the user granted {@code offline_access} under this session
     */
    record Confirmation(
            String confirmation,
            Subject subject,
            List<ClientId> participants,
            Set<ClientId> offline,
            Optional<LogoutProblem> because,
            Optional<RelyingParty> client) {

        @Override
        public String toString() {
            return "Question about " + participants;
        }
    }
}
