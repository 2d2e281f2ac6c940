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
 * The policy's decision.
 *
 * @param <O> the outcomes that it can lead to
 */
sealed interface LogoutDecision<O extends LogoutOutcome> {

    /**
     * Nothing ends.
     *
     * @param session the session of this browser, which the user may end by a confirmation instead; empty if there is
     *     none or the user did not make the request
     */
    record Refuse(LogoutProblem problem, Optional<SsoSession> session)
            implements LogoutDecision<LogoutOutcome.Refused> {}

    /** The user must confirm first. */
    record Ask(
            SsoSession session, Optional<LogoutProblem> because, Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.Asked> {}

    /** There is no session in this browser to end, and the one that was named lives on in another browser. */
    record LivesElsewhere(Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.LivesElsewhere> {}

    /** There is no session to end, or not the one that the request named. */
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

    /** The session ends, and with it the offline access that was granted under it. */
    record EndWithOfflineAccess(Subject subject, End end) implements LogoutDecision<LogoutOutcome.SessionEnd> {}

    /** The offline access that was granted under an ended session ends, and nothing else. */
    record EndOfflineAccess(Subject subject, Sid sid) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /** All authorizations that the user granted to this client end, with the stored consent, but no session. */
    record EndApp(Subject subject, ClientId app) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /** All authorizations of this relying party end, whoever gave them, with the stored consents, and no session. */
    record EndClient(ClientId client) implements LogoutDecision<LogoutOutcome.AccessEnded> {}

    /**
     * Several sessions of one user end, and with them everything that was issued to their clients, offline or not.
     *
     * @param spared the session that continues, with what was issued under it
     */
    record EndSeveral(Subject subject, Map<Sid, EndReason> sessions, Optional<Sid> spared)
            implements LogoutDecision<LogoutOutcome.EndedSeveral> {}

    /** The user stays signed in. */
    record StaySignedIn(Optional<RelyingParty> client, Destination destination)
            implements LogoutDecision<LogoutOutcome.StayedSignedIn> {}

    /** An authorization ends, but no session. */
    record Revoke(AuthorizationId authorization) implements LogoutDecision<LogoutOutcome.Revoked> {}

    /** The token is unknown, no longer live, or belongs to another client. */
    record NothingToRevoke() implements LogoutDecision<LogoutOutcome.NothingRevoked> {}
}
