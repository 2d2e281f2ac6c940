package org.exeunt.idp.logout;

import java.util.List;
import java.util.Optional;
import org.exeunt.idp.authorization.Authorizations;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.authorization.IdTokenHints;
import org.exeunt.idp.authorization.IssuedToken;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.logout.Confirmations.Confirmation;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.springframework.stereotype.Component;

/** Collects what the policy looks at. Reads only, but for a question that is used up by being answered. */
@Component
class FactFinder {

    private final SsoSessions sessions;
    private final RelyingParties relyingParties;
    private final Authorizations authorizations;
    private final IdTokenHints hints;
    private final Confirmations confirmations;

    FactFinder(
            SsoSessions sessions,
            RelyingParties relyingParties,
            Authorizations authorizations,
            IdTokenHints hints,
            Confirmations confirmations) {
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
                session(request.browser().sid()),
                parameters.clientId().flatMap(relyingParties::find),
                token,
                token.map(IssuedToken::client).flatMap(relyingParties::find),
                hint,
                hint.map(IdTokenHint::client).flatMap(relyingParties::find));
    }

    LogoutFacts.OfAnswer ofAnswer(Browser browser, String answer) {
        Optional<Confirmation> confirmation = confirmations.take(answer);
        return new LogoutFacts.OfAnswer(
                session(browser.sid()),
                confirmation,
                confirmation.flatMap(Confirmation::client).flatMap(relyingParties::find));
    }

    LogoutFacts.OfSdk of(LogoutRequest.SdkLogout request) {
        return new LogoutFacts.OfSdk(session(request.browser()), relyingParties.find(request.clientId()));
    }

    LogoutFacts.OfOwnSessions ofOwnSessions(Optional<Sid> browser, Optional<Sid> chosen) {
        Optional<SsoSession> session = session(browser);
        return new LogoutFacts.OfOwnSessions(
                session,
                chosen.flatMap(sessions::find),
                session.map(SsoSession::subject).map(sessions::notEnded).orElse(List.of()));
    }

    Optional<SsoSession> session(Optional<Sid> sid) {
        return sid.flatMap(sessions::findLive);
    }
}
