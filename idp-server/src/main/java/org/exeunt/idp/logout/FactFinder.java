package org.exeunt.idp.logout;

import java.util.List;
import java.util.Optional;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.ConfiguredPassword;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.authorization.IdTokenHints;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.database.Transaction;
import org.exeunt.idp.logout.Confirmations.Confirmation;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.IssuedToken;
import org.springframework.stereotype.Component;

/**
 * Collects the facts that the policy decides on. Read-only, except that it consumes confirmations, changes passwords
 * and begins a new epoch of an account, in the caller's transaction: see {@link LogoutRequest#changesFacts}.
 */
@Component
class FactFinder {

    private final Accounts accounts;
    private final SsoSessions sessions;
    private final RelyingParties relyingParties;
    private final Authorizations authorizations;
    private final IdTokenHints hints;
    private final Confirmations confirmations;

    FactFinder(
            Accounts accounts,
            SsoSessions sessions,
            RelyingParties relyingParties,
            Authorizations authorizations,
            IdTokenHints hints,
            Confirmations confirmations) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.relyingParties = relyingParties;
        this.authorizations = authorizations;
        this.hints = hints;
        this.confirmations = confirmations;
    }

    LogoutFacts.OfRedirect of(LogoutRequest.ByRedirect request) {
        RedirectParameters parameters = request.parameters();
        Optional<IssuedToken> token = parameters.oauthToken().flatMap(authorizations::find);
        Optional<IdTokenHint> hint = parameters.idTokenHint().flatMap(hints::verify);
        return new LogoutFacts.OfRedirect(
                request.browser().session(),
                parameters.clientId().flatMap(relyingParties::find),
                token,
                token.map(IssuedToken::client).flatMap(relyingParties::find),
                hint,
                hint.map(IdTokenHint::client).flatMap(relyingParties::find),
                request.browser().session().isPresent() ? Optional.empty() : session(hint.flatMap(IdTokenHint::sid)));
    }

    /** Consumes the confirmation. */
    LogoutFacts.OfAnswer of(LogoutRequest.Answer request) {
        Transaction.requireActive();
        Optional<Confirmation> confirmation = confirmations.take(request.confirmation());
        return new LogoutFacts.OfAnswer(
                request.browser().session(),
                confirmation,
                confirmation.flatMap(Confirmation::client).flatMap(relyingParties::find));
    }

    LogoutFacts.OfScript of(LogoutRequest.ByScript request) {
        Optional<RelyingParty> client = relyingParties.find(request.clientId());
        Optional<SsoSession> session = request.browser();
        return new LogoutFacts.OfScript(
                switch (request) {
                    case LogoutRequest.SdkLogout _ -> session;
                    // Browsers check no origin for a script tag, so only participants of the session are answered.
                    case LogoutRequest.ScriptTagLogout _ -> session.filter(found -> takesPart(client, found));
                },
                client);
    }

    private static boolean takesPart(Optional<RelyingParty> client, SsoSession session) {
        return client.filter(found -> session.participants().contain(found.clientId()))
                .isPresent();
    }

    /** The access or refresh token with this value, live or not. */
    Optional<IssuedToken> token(String presented) {
        return authorizations.find(presented);
    }

    LogoutFacts.OfToken ofToken(String presented) {
        Optional<IssuedToken> token = token(presented);
        return new LogoutFacts.OfToken(
                token,
                token.map(IssuedToken::client).flatMap(relyingParties::find),
                session(token.flatMap(IssuedToken::sid)));
    }

    LogoutFacts.OfOwnSessions ofOwnSessions(Optional<Sid> browser, Optional<Sid> chosen) {
        Optional<SsoSession> session = session(browser);
        return new LogoutFacts.OfOwnSessions(
                session,
                chosen.flatMap(sessions::find),
                session.map(SsoSession::subject).map(sessions::findOpen).orElse(List.of()));
    }

    /** First begins a new epoch of the account, which waits for concurrent sign-ins, so that no session is missed. */
    LogoutFacts.OfPerson ofEverythingOf(Subject subject) {
        Transaction.requireActive();
        return new LogoutFacts.OfPerson(accounts.beginEpoch(subject), sessions.findOpen(subject));
    }

    LogoutFacts.OfPerson ofDisabled(Subject subject) {
        Transaction.requireActive();
        return new LogoutFacts.OfPerson(accounts.disable(subject), sessions.findOpen(subject));
    }

    /** Makes the client unknown first: then it gets no new authorizations. */
    void ofRemoved(ClientId client) {
        Transaction.requireActive();
        relyingParties.remove(client);
    }

    LogoutFacts.OfPerson ofRemoved(Subject subject) {
        Transaction.requireActive();
        return new LogoutFacts.OfPerson(accounts.remove(subject), sessions.findOpen(subject));
    }

    LogoutFacts.OfPerson ofConfiguredPassword(ConfiguredPassword password) {
        Transaction.requireActive();
        return new LogoutFacts.OfPerson(accounts.configurePassword(password), sessions.findOpen(password.subject()));
    }

    LogoutFacts.OfPerson ofPasswordChange(LogoutRequest.PasswordChange change) {
        Transaction.requireActive();
        return new LogoutFacts.OfPerson(
                accounts.changePassword(change.checked(), change.newPasswordHash()),
                sessions.findOpen(change.checked().subject()));
    }

    Optional<SsoSessionSummary> record(Sid sid) {
        return sessions.find(sid);
    }

    Optional<SsoSession> session(Optional<Sid> sid) {
        return sid.flatMap(sessions::findLive);
    }
}
