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
 * What happened. A value of this type exists only after it was committed. The sealed interfaces in it say what a kind of request can
 * come to: see the type parameter of {@link LogoutRequest}.
 */
public sealed interface LogoutOutcome {

    /** Of a browser that was sent to us, and of the answer to a confirmation. */
    sealed interface RedirectLogout extends LogoutOutcome {}

    /** Of a request to end one session that may be refused. */
    sealed interface SessionLogout extends LogoutOutcome {}

    /** Of a request to end several sessions of one subject. */
    sealed interface SessionsLogout extends LogoutOutcome {}

    /** Of a request to revoke one authorization, which looks the same to the caller whether there was one or not. */
    sealed interface Revocation extends LogoutOutcome {}

    /** Of a request to revoke one authorization by a token that is the authentication, too. */
    sealed interface TokenLogout extends LogoutOutcome {}

    /** Of a request to end the session under which a token was given. */
    sealed interface Invalidation extends LogoutOutcome {}

    /** Of a request to end everything that one app was granted. */
    sealed interface AppSignOut extends LogoutOutcome {}

    /** Of a request to end the offline access that was given under a session which has ended. */
    sealed interface OfflineSignOut extends LogoutOutcome {}

    /** Of one session that is to end and may have ended before. */
    sealed interface SessionEnd extends RedirectLogout, SessionLogout, Invalidation {}

    /**
     * Nothing ended.
     *
     * @param question offered so that a person who does want to sign out still can
     */
    record Refused(LogoutProblem problem, Optional<Confirmation> question)
            implements RedirectLogout, SessionLogout, SessionsLogout, TokenLogout, Invalidation, AppSignOut {}

    /** Nothing ended yet. */
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
     * Sessions of one person ended, and by this request.
     *
     * @param sessions why each of them ended; none if they had ended before
     */
    record EndedSeveral(Subject subject, Map<Sid, EndReason> sessions) implements SessionsLogout {

        public Set<Sid> sids() {
            return sessions.keySet();
        }
    }

    /** The person chose to stay signed in. */
    record StayedSignedIn(Optional<RelyingParty> client, Destination destination) implements RedirectLogout {}

    /**
     * An authorization has ended.
     *
     * @param ended the authorization, if it was this request that ended it; empty if one before it did
     */
    record Revoked(Optional<AuthorizationId> ended) implements Revocation, TokenLogout, Invalidation {}

    /**
     * Authorizations of one person ended, and no session.
     *
     * @param apps the relying parties that lost their access by this request; none if they had lost it before
     */
    record AccessEnded(Set<ClientId> apps) implements AppSignOut, OfflineSignOut {}

    /** No token was touched. */
    record NothingRevoked() implements Revocation, OfflineSignOut {}

    /**
     * A question to the person.
     *
     * @param confirmation what the answer must carry: good once, and for this session only
     * @param participants what will be signed out with it
     * @param offline those of them that keep their access: the person gave them {@code offline_access} under this session
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
