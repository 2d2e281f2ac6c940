package org.exeunt.idp.logout;

import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Participants;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.token.AuthorizationId;

/**
 * What the policy says is to be done.
 *
 * @param <O> what it can come to
 */
sealed interface LogoutDecision<O extends LogoutOutcome> {

    /**
     * Nothing ends.
     *
     * @param session the session of this browser, which the person may then end by a question; empty if there is none or
     *     the request was not theirs
     */
    record Refuse(LogoutProblem problem, Optional<SsoSession> session)
            implements LogoutDecision<LogoutOutcome.Refused> {}

    /** The person must say whether they want it. */
    record Ask(
            SsoSession session, Optional<LogoutProblem> because, Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.Asked> {}

    /** There is no session in this browser to end, and the one that was named lives on in another browser. */
    record LivesElsewhere(Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.LivesElsewhere> {}

    /** There is no session to end, or not the one that was meant. */
    record NothingToEnd(Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.NothingEnded> {}

    /**
     * The session ends.
     *
     * @param subject whose it is, if the facts tell
     * @param participants who took part in it, if the facts tell
     * @param alongside an authorization that was named by a token and ends too, whatever session it belongs to
     */
    record End(
            Sid sid,
            Optional<Subject> subject,
            Optional<Participants> participants,
            EndReason reason,
            Optional<AuthorizationId> alongside,
            Optional<RelyingParty> client,
            Destination destination)
            implements LogoutDecision<LogoutOutcome.SessionEnd> {}

    /** The session ends, and with it the offline access that was given under it. */
    record EndWithOfflineAccess(Subject subject, End end) implements LogoutDecision<LogoutOutcome.SessionEnd> {}

    /** The offline access ends that was given under a session which has ended, and nothing else. */
    record EndOfflineAccess(Subject subject, Sid sid) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /** All authorizations that the person gave to this relying party end, with the stored consent, and no session. */
    record EndApp(Subject subject, ClientId app) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /** All authorizations of this relying party end, whoever gave them, with the stored consents, and no session. */
    record EndClient(ClientId client) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /**
     * Several sessions of one person end, and with them everything that was issued to their apps, offline or not.
     *
     * @param spared the session that goes on, with what was issued under it
     */
    record EndSeveral(Subject subject, Map<Sid, EndReason> sessions, Optional<Sid> spared)
            implements LogoutDecision<LogoutOutcome.EndedSeveral> {}

    /** The person stays signed in. */
    record StaySignedIn(Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.StayedSignedIn> {}

    /** An authorization ends, and no session. */
    record Revoke(AuthorizationId authorization) implements LogoutDecision<LogoutOutcome.Revoked> {}

    /** The token is unknown, dead or somebody else's. */
    record NothingToRevoke() implements LogoutDecision<LogoutOutcome.NothingRevoked> {}
}
