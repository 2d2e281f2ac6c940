package org.exeunt.idp.logout;

import java.util.List;
import java.util.Optional;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Confirmations.Confirmation;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.token.IssuedToken;

/** The facts at the time of a request: all that the policy may consider besides the request itself. */
sealed interface LogoutFacts {

    /**
     * Facts of a logout by redirect.
     *
     * @param session the live session of this browser
     * @param named the relying party registered under {@code client_id}
     * @param token the token given as {@code oauth_token}, if it is one of ours, live or not
     * @param tokenClient the relying party that the token was issued to
     * @param hint what {@code id_token_hint} proves
     * @param hintClient the relying party that the hint was issued to
     * @param elsewhere the live session that the hint names, if there is none in this browser
     */
    record OfRedirect(
            Optional<SsoSession> session,
            Optional<RelyingParty> named,
            Optional<IssuedToken> token,
            Optional<RelyingParty> tokenClient,
            Optional<IdTokenHint> hint,
            Optional<RelyingParty> hintClient,
            Optional<SsoSession> elsewhere)
            implements LogoutFacts {}

    /**
     * Facts of an answer to a confirmation.
     *
     * @param session the live session of this browser
     * @param confirmation the confirmation, if it is known and has not expired
     * @param client the client in whose context it was shown
     */
    record OfAnswer(Optional<SsoSession> session, Optional<Confirmation> confirmation, Optional<RelyingParty> client)
            implements LogoutFacts {}

    /**
     * Facts of a user who ends sessions of their own.
     *
     * @param session the live session of this browser
     * @param chosen the session that they chose, live or not, of any user
     * @param own all sessions of that user that have not ended
     */
    record OfOwnSessions(Optional<SsoSession> session, Optional<SsoSessionSummary> chosen, List<Sid> own)
            implements LogoutFacts {}

    /**
     * Facts of a logout of all sessions of a user.
     *
     * @param counts whether the new epoch of the account is in force; {@code false} if there is no such account
     * @param own all sessions of the user that have not ended; no further one can begin in the former epoch
     */
    record OfPerson(boolean counts, List<Sid> own) implements LogoutFacts {}

    /**
     * Facts of a logout by a token alone.
     *
     * @param session the session that the token was issued under, if it is live
     */
    record OfToken(Optional<IssuedToken> token, Optional<RelyingParty> client, Optional<SsoSession> session)
            implements LogoutFacts {}

    /**
     * Facts of a logout by script.
     *
     * @param session the live session of this browser, if this client may see it
     */
    record OfScript(Optional<SsoSession> session, Optional<RelyingParty> client) implements LogoutFacts {}
}
