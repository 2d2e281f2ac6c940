package org.exeunt.idp.logout;

import static java.util.function.Predicate.not;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.IdTokenHint;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RegisteredTarget;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Confirmations.Confirmation;
import org.exeunt.idp.logout.LogoutDecision.Ask;
import org.exeunt.idp.logout.LogoutDecision.End;
import org.exeunt.idp.logout.LogoutDecision.EndApp;
import org.exeunt.idp.logout.LogoutDecision.EndClient;
import org.exeunt.idp.logout.LogoutDecision.EndOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.EndSeveral;
import org.exeunt.idp.logout.LogoutDecision.EndWithOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.LivesElsewhere;
import org.exeunt.idp.logout.LogoutDecision.NothingToEnd;
import org.exeunt.idp.logout.LogoutDecision.NothingToRevoke;
import org.exeunt.idp.logout.LogoutDecision.Refuse;
import org.exeunt.idp.logout.LogoutDecision.Revoke;
import org.exeunt.idp.logout.LogoutDecision.StaySignedIn;
import org.exeunt.idp.logout.LogoutOutcome.AppSignOut;
import org.exeunt.idp.logout.LogoutOutcome.Invalidation;
import org.exeunt.idp.logout.LogoutOutcome.OfflineSignOut;
import org.exeunt.idp.logout.LogoutOutcome.RedirectLogout;
import org.exeunt.idp.logout.LogoutOutcome.Revocation;
import org.exeunt.idp.logout.LogoutOutcome.SessionEnd;
import org.exeunt.idp.logout.LogoutOutcome.SessionLogout;
import org.exeunt.idp.logout.LogoutOutcome.SessionsLogout;
import org.exeunt.idp.logout.LogoutOutcome.TokenLogout;
import org.exeunt.idp.logout.LogoutRequest.AccountRemoval;
import org.exeunt.idp.logout.LogoutRequest.AdminLogout;
import org.exeunt.idp.logout.LogoutRequest.AdminLogoutOne;
import org.exeunt.idp.logout.LogoutRequest.AppLogout;
import org.exeunt.idp.logout.LogoutRequest.BearerLogout;
import org.exeunt.idp.logout.LogoutRequest.ByRedirect;
import org.exeunt.idp.logout.LogoutRequest.ByScript;
import org.exeunt.idp.logout.LogoutRequest.ClientRemoval;
import org.exeunt.idp.logout.LogoutRequest.ConfiguredPasswordChange;
import org.exeunt.idp.logout.LogoutRequest.Confirmed;
import org.exeunt.idp.logout.LogoutRequest.ConfirmedWithOfflineAccess;
import org.exeunt.idp.logout.LogoutRequest.DisableAccount;
import org.exeunt.idp.logout.LogoutRequest.OfflineAccessEnd;
import org.exeunt.idp.logout.LogoutRequest.PasswordChange;
import org.exeunt.idp.logout.LogoutRequest.PlatformRedirect;
import org.exeunt.idp.logout.LogoutRequest.RefreshTokenLogout;
import org.exeunt.idp.logout.LogoutRequest.RpInitiated;
import org.exeunt.idp.logout.LogoutRequest.SessionExpiry;
import org.exeunt.idp.logout.LogoutRequest.SessionInvalidation;
import org.exeunt.idp.logout.LogoutRequest.SignOutEverywhere;
import org.exeunt.idp.logout.LogoutRequest.SignOutHere;
import org.exeunt.idp.logout.LogoutRequest.SignOutOfApp;
import org.exeunt.idp.logout.LogoutRequest.SignOutOne;
import org.exeunt.idp.logout.LogoutRequest.SignOutOthers;
import org.exeunt.idp.logout.LogoutRequest.TokenRevocation;
import org.exeunt.idp.logout.LogoutRequest.UnreadableRedirect;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessionSummary;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.IssuedToken;
import org.exeunt.idp.token.TokenKind;

/**
 * Who may end what: the table of {@code docs/explanation/policy.md}, as functions without effects.
 *
 * <p>One rule has precedence: only the browser's own cookie selects the session that ends. A token or hint can make
 * the confirmation unnecessary, but never select another session.
 */
final class LogoutPolicy {

    private LogoutPolicy() {}

    static LogoutDecision<? extends RedirectLogout> decide(ByRedirect request, LogoutFacts.OfRedirect facts) {
        if (request.browser().initiation() == NavigationSource.NOT_A_NAVIGATION) {
            return new Refuse(LogoutProblem.NOT_A_NAVIGATION, Optional.empty());
        }
        if (request.parameters().clientId().isPresent() && facts.named().isEmpty()) {
            return new Refuse(LogoutProblem.UNKNOWN_CLIENT, facts.session());
        }
        if (namesSeveralClients(facts)) {
            return new Refuse(LogoutProblem.CLIENTS_DISAGREE, facts.session());
        }
        Optional<RelyingParty> client = client(facts);
        Destination destination = destination(request, client);
        if (facts.session().isEmpty()) {
            return nothingHere(request, facts, client, destination);
        }
        SsoSession session = facts.session().get();
        Optional<LogoutProblem> doubt = doubt(request, facts, session, client);
        return doubt.<LogoutDecision<? extends RedirectLogout>>map(
                        problem -> new Ask(session, doubt, client, destination))
                .orElseGet(() -> end(session, alongside(facts, session, client), client, destination));
    }

    /** A program takes a friendly answer for a success: it hears that the session lives, and how a program ends it. */
    private static LogoutDecision<? extends RedirectLogout> nothingHere(
            ByRedirect request, LogoutFacts.OfRedirect facts, Optional<RelyingParty> client, Destination destination) {
        if (facts.elsewhere().isEmpty()) {
            return new NothingToEnd(client, destination);
        }
        return request.browser().initiation() == NavigationSource.PROGRAM
                ? new Refuse(LogoutProblem.NO_BROWSER, Optional.empty())
                : new LivesElsewhere(client, destination);
    }

    static LogoutDecision<? extends RedirectLogout> decide(UnreadableRedirect request, Optional<SsoSession> session) {
        return request.browser().initiation() == NavigationSource.NOT_A_NAVIGATION
                ? new Refuse(LogoutProblem.NOT_A_NAVIGATION, Optional.empty())
                : new Refuse(request.problem(), session);
    }

    static LogoutDecision<? extends RedirectLogout> decide(Confirmed request, LogoutFacts.OfAnswer facts) {
        if (facts.session().isEmpty()) {
            return new NothingToEnd(facts.client(), destination(facts));
        }
        SsoSession session = facts.session().get();
        if (facts.confirmation().isEmpty()) {
            return new Refuse(LogoutProblem.CONFIRMATION_UNKNOWN, facts.session());
        }
        Confirmation confirmation = facts.confirmation().get();
        if (!confirmation.sid().equals(session.sid())) {
            // Replayed, or the user has signed in again since: they did not confirm the end of this session.
            return new NothingToEnd(facts.client(), destination(facts));
        }
        if (!confirmation.first()) {
            return new Refuse(LogoutProblem.CONFIRMATION_UNKNOWN, facts.session());
        }
        return end(session, Optional.empty(), facts.client(), destination(facts));
    }

    static LogoutDecision<? extends RedirectLogout> decide(
            ConfirmedWithOfflineAccess request, LogoutFacts.OfAnswer facts) {
        LogoutDecision<? extends RedirectLogout> decision =
                decide(new Confirmed(request.browser(), request.confirmation()), facts);
        return decision instanceof End end
                ? new EndWithOfflineAccess(facts.session().orElseThrow().subject(), end)
                : decision;
    }

    static LogoutDecision<? extends RedirectLogout> decline(LogoutFacts.OfAnswer facts) {
        return facts.session().isPresent()
                ? new StaySignedIn(facts.client(), destination(facts))
                : new NothingToEnd(facts.client(), destination(facts));
    }

    static LogoutDecision<? extends Revocation> decide(TokenRevocation request, Optional<IssuedToken> token) {
        return revoke(token.filter(found -> found.client().equals(request.caller())));
    }

    private static LogoutDecision<? extends Revocation> revoke(Optional<IssuedToken> token) {
        return token.filter(not(IssuedToken::ended))
                .<LogoutDecision<? extends Revocation>>map(found -> new Revoke(found.authorization()))
                .orElseGet(NothingToRevoke::new);
    }

    static LogoutDecision<? extends TokenLogout> decide(BearerLogout request, Optional<IssuedToken> token) {
        return token.filter(IssuedToken::isLiveAccessToken)
                .<LogoutDecision<? extends TokenLogout>>map(found -> new Revoke(found.authorization()))
                .orElseGet(() -> new Refuse(LogoutProblem.INVALID_TOKEN, Optional.empty()));
    }

    /**
     * The one exception to that rule, required by the API of a replaced platform, whose clients have no browser
     * cookie. It ends only the session under which the token was issued.
     */
    static LogoutDecision<? extends Invalidation> decide(SessionInvalidation request, LogoutFacts.OfToken facts) {
        Optional<IssuedToken> token = facts.token().filter(IssuedToken::isLiveAccessToken);
        if (token.isEmpty()) {
            return new Refuse(LogoutProblem.INVALID_TOKEN, Optional.empty());
        }
        AuthorizationId authorization = token.get().authorization();
        return facts.session()
                .<LogoutDecision<? extends Invalidation>>map(
                        session -> end(session, Optional.of(authorization), facts.client(), new Destination.OurPage()))
                .orElseGet(() -> new Revoke(authorization));
    }

    /**
     * Any holder of the token, also of a consumed one, may end its authorization: that takes away only what the
     * client was granted.
     */
    static LogoutDecision<? extends Revocation> decide(RefreshTokenLogout request, Optional<IssuedToken> token) {
        return revoke(token.filter(found -> found.kind() == TokenKind.REFRESH_TOKEN));
    }

    static Revoke decide(AppLogout request) {
        return new Revoke(request.authorization());
    }

    static LogoutDecision<? extends SessionLogout> decide(ByScript request, LogoutFacts.OfScript facts) {
        Optional<RelyingParty> client = facts.client();
        if (client.isEmpty() || request.page().filter(client.get()::allows).isEmpty()) {
            return new Refuse(LogoutProblem.ORIGIN_NOT_ALLOWED, Optional.empty());
        }
        return facts.session()
                .<LogoutDecision<? extends SessionLogout>>map(
                        session -> end(session, Optional.empty(), client, new Destination.OurPage()))
                .orElseGet(() -> new NothingToEnd(client, new Destination.OurPage()));
    }

    static End takenOver(Sid sid) {
        return end(sid, Optional.empty(), EndReason.SIGNED_IN_AS_ANOTHER);
    }

    static LogoutDecision<? extends SessionEnd> decide(SignOutHere request, LogoutFacts.OfOwnSessions facts) {
        return facts.session()
                .<LogoutDecision<? extends SessionEnd>>map(
                        session -> end(session, Optional.empty(), Optional.empty(), new Destination.OurPage()))
                .orElseGet(LogoutPolicy::nothing);
    }

    static LogoutDecision<? extends SessionLogout> decide(SignOutOne request, LogoutFacts.OfOwnSessions facts) {
        if (facts.session().isEmpty()) {
            return notSignedIn();
        }
        SsoSession session = facts.session().get();
        Optional<SsoSessionSummary> own =
                facts.chosen().filter(chosen -> chosen.subject().equals(session.subject()));
        if (own.isEmpty()) {
            // The same answer for another user's session as for an unknown one.
            return new Refuse(LogoutProblem.UNKNOWN_SESSION, Optional.empty());
        }
        return own.get().isLive()
                ? end(request.chosen(), Optional.of(session.subject()), reason(request.chosen(), session))
                : nothing();
    }

    static LogoutDecision<? extends SessionsLogout> decide(SignOutOthers request, LogoutFacts.OfOwnSessions facts) {
        return facts.session()
                .<LogoutDecision<? extends SessionsLogout>>map(session -> new EndSeveral(
                        session.subject(),
                        facts.own().stream()
                                .filter(not(session.sid()::equals))
                                .collect(Collectors.toMap(sid -> sid, _ -> EndReason.SIGNED_OUT_ELSEWHERE)),
                        Optional.of(session.sid())))
                .orElseGet(LogoutPolicy::notSignedIn);
    }

    static LogoutDecision<? extends SessionsLogout> decide(SignOutEverywhere request, LogoutFacts.OfOwnSessions facts) {
        return facts.session()
                .<LogoutDecision<? extends SessionsLogout>>map(session -> new EndSeveral(
                        session.subject(),
                        facts.own().stream().collect(Collectors.toMap(sid -> sid, sid -> reason(sid, session))),
                        Optional.empty()))
                .orElseGet(LogoutPolicy::notSignedIn);
    }

    static LogoutDecision<? extends AppSignOut> decide(SignOutOfApp request, LogoutFacts.OfOwnSessions facts) {
        return facts.session()
                .<LogoutDecision<? extends AppSignOut>>map(session -> new EndApp(session.subject(), request.app()))
                .orElseGet(LogoutPolicy::notSignedIn);
    }

    /** @param session the session of the receipt; while it is live, there is nothing that outlived it */
    static LogoutDecision<? extends OfflineSignOut> decide(
            OfflineAccessEnd request, Optional<SsoSessionSummary> session) {
        return session.filter(not(SsoSessionSummary::isLive))
                .<LogoutDecision<? extends OfflineSignOut>>map(
                        ended -> new EndOfflineAccess(ended.subject(), ended.sid()))
                .orElseGet(NothingToRevoke::new);
    }

    /** @param facts whose {@code counts} says whether the account has the new password now */
    static LogoutDecision<? extends SessionsLogout> decide(PasswordChange request, LogoutFacts.OfPerson facts) {
        return facts.counts()
                ? new EndSeveral(
                        request.checked().subject(),
                        facts.own().stream()
                                .filter(sid ->
                                        request.browser().filter(sid::equals).isEmpty())
                                .collect(Collectors.toMap(sid -> sid, _ -> EndReason.PASSWORD_CHANGE)),
                        request.browser())
                : new Refuse(LogoutProblem.ACCOUNT_CHANGED, Optional.empty());
    }

    static LogoutDecision<? extends SessionLogout> decide(AdminLogoutOne request, Optional<SsoSessionSummary> chosen) {
        Optional<SsoSessionSummary> theirs =
                chosen.filter(session -> session.subject().equals(request.subject()));
        if (theirs.isEmpty()) {
            return new Refuse(LogoutProblem.UNKNOWN_SESSION, Optional.empty());
        }
        return theirs.get().isLive()
                ? end(request.chosen(), Optional.of(request.subject()), EndReason.ADMIN_LOGOUT)
                : nothing();
    }

    static LogoutDecision<? extends SessionsLogout> decide(AdminLogout request, LogoutFacts.OfPerson facts) {
        return endEverything(request.subject(), facts, EndReason.ADMIN_LOGOUT);
    }

    static LogoutDecision<? extends SessionsLogout> decide(DisableAccount request, LogoutFacts.OfPerson facts) {
        return endEverything(request.subject(), facts, EndReason.ACCOUNT_DISABLED);
    }

    static EndClient decide(ClientRemoval request) {
        return new EndClient(request.client());
    }

    static LogoutDecision<? extends SessionsLogout> decide(AccountRemoval request, LogoutFacts.OfPerson facts) {
        return endEverything(request.subject(), facts, EndReason.ACCOUNT_DISABLED);
    }

    /** @param facts whose {@code counts} says whether the account has the new password now */
    static LogoutDecision<? extends SessionsLogout> decide(
            ConfiguredPasswordChange request, LogoutFacts.OfPerson facts) {
        return facts.counts()
                ? endEverything(request.password().subject(), facts, EndReason.PASSWORD_CHANGE)
                : new Refuse(LogoutProblem.ACCOUNT_CHANGED, Optional.empty());
    }

    private static LogoutDecision<? extends SessionsLogout> endEverything(
            Subject subject, LogoutFacts.OfPerson facts, EndReason reason) {
        return facts.counts()
                ? new EndSeveral(
                        subject,
                        facts.own().stream().collect(Collectors.toMap(sid -> sid, _ -> reason)),
                        Optional.empty())
                : new Refuse(LogoutProblem.UNKNOWN_SUBJECT, Optional.empty());
    }

    private static EndReason reason(Sid chosen, SsoSession session) {
        return chosen.equals(session.sid()) ? EndReason.USER_LOGOUT : EndReason.SIGNED_OUT_ELSEWHERE;
    }

    /** The user of the session requested it. */
    private static End end(
            SsoSession session,
            Optional<AuthorizationId> alongside,
            Optional<RelyingParty> client,
            Destination destination) {
        return new End(
                session.sid(),
                Optional.of(session.subject()),
                Optional.of(session.participants()),
                EndReason.USER_LOGOUT,
                alongside,
                client,
                destination);
    }

    private static End end(Sid sid, Optional<Subject> subject, EndReason reason) {
        return new End(
                sid, subject, Optional.empty(), reason, Optional.empty(), Optional.empty(), new Destination.OurPage());
    }

    private static NothingToEnd nothing() {
        return new NothingToEnd(Optional.empty(), new Destination.OurPage());
    }

    private static Refuse notSignedIn() {
        return new Refuse(LogoutProblem.NOT_SIGNED_IN, Optional.empty());
    }

    /** @param live the session, if it is within its limits after all because of recent activity */
    static LogoutDecision<? extends SessionEnd> decide(SessionExpiry request, Optional<SsoSession> live) {
        return live.isPresent() ? nothing() : end(request.sid(), Optional.empty(), EndReason.SESSION_TIMEOUT);
    }

    /** Why the user must confirm first; empty if they need not. */
    private static Optional<LogoutProblem> doubt(
            ByRedirect request, LogoutFacts.OfRedirect facts, SsoSession session, Optional<RelyingParty> client) {
        if (provesIntent(request, facts, session)) {
            return Optional.empty();
        }
        return switch (request) {
            case RpInitiated _ -> Optional.of(LogoutProblem.NO_PROOF);
            case PlatformRedirect own when own.browser().initiation() == NavigationSource.OWN_PAGE -> Optional.empty();
            case PlatformRedirect _ when client.isEmpty() -> Optional.of(LogoutProblem.MISSING_CLIENT);
            case PlatformRedirect platform ->
                isForeign(platform.browser(), client.get())
                        ? Optional.of(LogoutProblem.FOREIGN_SITE)
                        : Optional.empty();
        };
    }

    private static boolean isForeign(RequestContext browser, RelyingParty client) {
        return browser.initiation() == NavigationSource.CROSS_SITE
                && browser.page().filter(client::owns).isEmpty();
    }

    /** Only a client that was issued a token of this session or user can have made the request. */
    private static boolean provesIntent(ByRedirect request, LogoutFacts.OfRedirect facts, SsoSession session) {
        boolean byToken = facts.token()
                .filter(IssuedToken::live)
                .flatMap(IssuedToken::subject)
                .filter(session.subject()::equals)
                .isPresent();
        boolean byHint = facts.hint()
                .filter(hint -> hint.subject().equals(session.subject()))
                .filter(hint -> switch (request) {
                    case PlatformRedirect _ -> true;
                    // A hint of another session of the same user requires a confirmation (RP-Initiated Logout 1.0,
                    // section 2).
                    case RpInitiated _ -> hint.sid().map(session.sid()::equals).orElse(true);
                })
                .isPresent();
        return byToken || byHint;
    }

    /** The token is revoked as well if it belongs to the signed-in user and to the named client. */
    private static Optional<AuthorizationId> alongside(
            LogoutFacts.OfRedirect facts, SsoSession session, Optional<RelyingParty> client) {
        return facts.token()
                .filter(token ->
                        token.subject().filter(session.subject()::equals).isPresent())
                .filter(token -> client.filter(named -> named.clientId().equals(token.client()))
                        .isPresent())
                .map(IssuedToken::authorization);
    }

    private static boolean namesSeveralClients(LogoutFacts.OfRedirect facts) {
        Set<ClientId> named = Stream.of(
                        facts.named().map(RelyingParty::clientId),
                        facts.token().map(IssuedToken::client),
                        facts.hint().map(IdTokenHint::client))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return named.size() > 1;
    }

    /**
     * The client in whose context this happens. A token of a user who is not signed in here selects no client:
     * otherwise an attacker could choose the target of the redirect.
     */
    private static Optional<RelyingParty> client(LogoutFacts.OfRedirect facts) {
        return facts.named().or(facts::hintClient).or(() -> facts.tokenClient().filter(_ -> !isOfAnotherPerson(facts)));
    }

    private static boolean isOfAnotherPerson(LogoutFacts.OfRedirect facts) {
        return facts.session().isPresent()
                && facts.token()
                        .flatMap(IssuedToken::subject)
                        .filter(not(facts.session().get().subject()::equals))
                        .isPresent();
    }

    private static Destination destination(ByRedirect request, Optional<RelyingParty> client) {
        if (request.parameters().target().isEmpty()) {
            return new Destination.OurPage();
        }
        String wish = request.parameters().target().get();
        Optional<RegisteredTarget> target = client.flatMap(registered -> switch (request) {
            case PlatformRedirect _ -> registered.anyTarget(wish);
            case RpInitiated _ -> registered.postLogoutTarget(wish);
        });
        return target.<Destination>map(proven ->
                        new Destination.Proven(proven, request.parameters().state()))
                .orElseGet(Destination.Dropped::new);
    }

    private static Destination destination(LogoutFacts.OfAnswer facts) {
        return facts.confirmation()
                .flatMap(confirmation -> confirmation
                        .redirectUri()
                        .flatMap(uri -> facts.client().flatMap(client -> client.anyTarget(uri)))
                        .<Destination>map(target -> new Destination.Proven(target, confirmation.state())))
                .orElseGet(Destination.OurPage::new);
    }
}
