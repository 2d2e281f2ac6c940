package org.exeunt.idp.logout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.AuthorizationId;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Sid;

/** What happened. A value of this type exists only after it was committed. */
public sealed interface LogoutOutcome {

    /**
     * Nothing ended.
     *
     * @param question offered so that a person who does want to sign out still can
     */
    record Refused(LogoutProblem problem, Optional<Question> question) implements LogoutOutcome {}

    /** Nothing ended yet. */
    record Asked(Question question) implements LogoutOutcome {}

    /** There was no session to end. */
    record NothingEnded(Optional<RelyingParty> client, Destination destination) implements LogoutOutcome {}

    /**
     * A session ended, and by this request.
     *
     * @param participants the relying parties that took part in it
     * @param owed how many of them are owed a notification
     */
    record Ended(
            Sid sid,
            EndReason reason,
            List<ClientId> participants,
            int owed,
            Optional<RelyingParty> client,
            Destination destination)
            implements LogoutOutcome {}

    /**
     * Sessions of one person ended, and by this request.
     *
     * @param sessions why each of them ended; none if they had ended before
     */
    record EndedSeveral(Map<Sid, EndReason> sessions) implements LogoutOutcome {

        public Set<Sid> sids() {
            return sessions.keySet();
        }
    }

    /** The person chose to stay signed in. */
    record Stayed(Optional<RelyingParty> client, Destination destination) implements LogoutOutcome {}

    /**
     * An authorization has ended.
     *
     * @param ended the authorization, if it was this request that ended it; empty if one before it did
     */
    record Revoked(Optional<AuthorizationId> ended) implements LogoutOutcome {}

    /**
     * Authorizations of one person ended, and no session.
     *
     * @param apps the relying parties that lost their access by this request; none if they had lost it before
     */
    record AccessEnded(Set<ClientId> apps) implements LogoutOutcome {}

    /** No token was touched. */
    record NothingRevoked() implements LogoutOutcome {}

    /**
     * A question to the person.
     *
     * @param confirmation what the answer must carry: good once, and for this session only
     * @param participants what will be signed out with it
     * @param offline those of them that keep their access: the person gave them {@code offline_access} under this session
     */
    record Question(
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
