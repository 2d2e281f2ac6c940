package org.exeunt.idp.logout;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.toCollection;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.exeunt.idp.authorization.AuthorizationId;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.authorization.Authorizations;
import org.exeunt.idp.authorization.Authorizations.Locked;
import org.exeunt.idp.authorization.Consents;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.logout.LogoutDecision.Ask;
import org.exeunt.idp.logout.LogoutDecision.End;
import org.exeunt.idp.logout.LogoutDecision.EndApp;
import org.exeunt.idp.logout.LogoutDecision.EndOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.EndSeveral;
import org.exeunt.idp.logout.LogoutDecision.EndWithOfflineAccess;
import org.exeunt.idp.logout.LogoutDecision.NothingToEnd;
import org.exeunt.idp.logout.LogoutDecision.NothingToRevoke;
import org.exeunt.idp.logout.LogoutDecision.Refuse;
import org.exeunt.idp.logout.LogoutDecision.Revoke;
import org.exeunt.idp.logout.LogoutDecision.Stay;
import org.exeunt.idp.logout.LogoutOutcome.Question;
import org.exeunt.idp.logout.LogoutRequest.Confirmed;
import org.exeunt.idp.logout.audit.Asked;
import org.exeunt.idp.logout.audit.AuditTrail;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Participants;
import org.exeunt.idp.session.SessionsToEnd;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Turns a logout request into an outcome. The only place where sessions end: collect facts, let the policy decide, act in
 * one transaction, tell what happened.
 */
@Service
public class LogoutService {

    private static final Logger log = LoggerFactory.getLogger(LogoutService.class);

    private static final int ATTEMPTS = 3;

    private final FactFinder factFinder;
    private final SsoSessions sessions;
    private final BrowserSessions browserSessions;
    private final Authorizations authorizations;
    private final Consents consents;
    private final LogoutNotifications notifications;
    private final Confirmations confirmations;
    private final AuditTrail audit;
    private final NotificationDispatcher dispatcher;
    private final GuardedWriter writer;
    private final TransactionOperations transaction;
    private final MeterRegistry metrics;

    LogoutService(
            FactFinder factFinder,
            SsoSessions sessions,
            BrowserSessions browserSessions,
            Authorizations authorizations,
            Consents consents,
            LogoutNotifications notifications,
            Confirmations confirmations,
            AuditTrail audit,
            NotificationDispatcher dispatcher,
            GuardedWriter writer,
            TransactionOperations transaction,
            MeterRegistry metrics) {
        this.factFinder = factFinder;
        this.sessions = sessions;
        this.browserSessions = browserSessions;
        this.authorizations = authorizations;
        this.consents = consents;
        this.notifications = notifications;
        this.confirmations = confirmations;
        this.audit = audit;
        this.dispatcher = dispatcher;
        this.writer = writer;
        this.transaction = transaction;
        this.metrics = metrics;
    }

    /**
     * Does what the request may ask for. When this returns, the outcome is committed; repeating a request is harmless.
     *
     * @throws RuntimeException only if something is broken, the database for example: then nothing happened at all
     */
    public LogoutOutcome logout(LogoutRequest request) {
        LogoutOutcome outcome = decideAndAct(request);
        if (outcome instanceof LogoutOutcome.Ended ended) {
            log.info(
                    "session ended: sid={} reason={} participants={}",
                    ended.sid(),
                    ended.reason().stored(),
                    ended.participants().size());
            count(request, ended.reason(), 1);
        }
        if (outcome instanceof LogoutOutcome.EndedSeveral several) {
            several.sessions()
                    .forEach((sid, reason) -> log.info(
                            "session ended: sid={} reason={} of={}",
                            sid,
                            reason.stored(),
                            several.sessions().size()));
            several.sessions().values().stream()
                    .collect(groupingBy(reason -> reason, summingInt(_ -> 1)))
                    .forEach((reason, howMany) -> count(request, reason, howMany));
        }
        if (outcome instanceof LogoutOutcome.Revoked(Optional<AuthorizationId> ended)) {
            ended.ifPresent(authorization -> log.info("tokens revoked: authorization={}", authorization.value()));
        }
        if (outcome instanceof LogoutOutcome.AccessEnded(Set<ClientId> apps) && !apps.isEmpty()) {
            log.info("access ended: apps={} request={}", apps, request);
        }
        return outcome;
    }

    private void count(LogoutRequest request, EndReason reason, int howMany) {
        Asked asked = Asking.of(request, Optional.empty());
        metrics.counter(
                        "logout",
                        "reason",
                        reason.stored(),
                        "way",
                        asked.way(),
                        "scope",
                        asked.scope().word())
                .increment(howMany);
    }

    /** Should a database let go of one of two that wait for each other all the same, that one did nothing and asks again. */
    private LogoutOutcome decideAndAct(LogoutRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return isDecidedByChanging(request)
                        ? Objects.requireNonNull(transaction.execute(_ -> act(request, decide(request))))
                        : act(request, decide(request));
            } catch (PessimisticLockingFailureException undone) {
                if (attempt == ATTEMPTS) {
                    throw undone;
                }
            }
        }
    }

    /** Whether to look for the facts uses up an answer or changes the account: then what follows belongs to it. */
    private static boolean isDecidedByChanging(LogoutRequest request) {
        return switch (request) {
            case Confirmed _,
                    LogoutRequest.ConfirmedWithOfflineAccess _,
                    LogoutRequest.Declined _,
                    LogoutRequest.SignOutOfApp _,
                    LogoutRequest.OfflineAccessEnd _,
                    LogoutRequest.PasswordChange _,
                    LogoutRequest.AdminLogout _,
                    LogoutRequest.Disabling _ -> true;
            case LogoutRequest.ByRedirect _,
                    LogoutRequest.UnreadableRedirect _,
                    LogoutRequest.TokenRevocation _,
                    LogoutRequest.BearerLogout _,
                    LogoutRequest.SessionInvalidation _,
                    LogoutRequest.RefreshTokenLogout _,
                    LogoutRequest.AppLogout _,
                    LogoutRequest.ByScript _,
                    LogoutRequest.TakenOver _,
                    LogoutRequest.SignOutHere _,
                    LogoutRequest.SignOutOne _,
                    LogoutRequest.SignOutOthers _,
                    LogoutRequest.SignOutEverywhere _,
                    LogoutRequest.AdminLogoutOne _,
                    LogoutRequest.PastLimit _ -> false;
        };
    }

    private LogoutDecision decide(LogoutRequest request) {
        return switch (request) {
            case LogoutRequest.ByRedirect redirect -> LogoutPolicy.decide(redirect, factFinder.of(redirect));
            case LogoutRequest.UnreadableRedirect unreadable ->
                LogoutPolicy.decide(unreadable, unreadable.browser().session());
            case Confirmed confirmed ->
                LogoutPolicy.decide(confirmed, factFinder.ofAnswer(confirmed.browser(), confirmed.confirmation()));
            case LogoutRequest.ConfirmedWithOfflineAccess confirmed ->
                LogoutPolicy.decide(confirmed, factFinder.ofAnswer(confirmed.browser(), confirmed.confirmation()));
            case LogoutRequest.Declined declined ->
                LogoutPolicy.decline(factFinder.ofAnswer(declined.browser(), declined.confirmation()));
            case LogoutRequest.TokenRevocation revocation ->
                LogoutPolicy.decide(revocation, authorizations.find(revocation.token()));
            case LogoutRequest.BearerLogout bearer ->
                LogoutPolicy.decide(bearer, authorizations.find(bearer.accessToken()));
            case LogoutRequest.SessionInvalidation invalidation ->
                LogoutPolicy.decide(invalidation, factFinder.ofToken(invalidation.accessToken()));
            case LogoutRequest.RefreshTokenLogout refresh ->
                LogoutPolicy.decide(refresh, authorizations.find(refresh.refreshToken()));
            case LogoutRequest.AppLogout app -> LogoutPolicy.decide(app);
            case LogoutRequest.ByScript script -> LogoutPolicy.decide(script, factFinder.of(script));
            case LogoutRequest.TakenOver takenOver -> LogoutPolicy.takenOver(takenOver.sid());
            case LogoutRequest.SignOutHere here ->
                LogoutPolicy.decide(here, factFinder.ofOwnSessions(here.browser(), Optional.empty()));
            case LogoutRequest.SignOutOne one ->
                LogoutPolicy.decide(one, factFinder.ofOwnSessions(one.browser(), Optional.of(one.chosen())));
            case LogoutRequest.SignOutOthers others ->
                LogoutPolicy.decide(others, factFinder.ofOwnSessions(others.browser(), Optional.empty()));
            case LogoutRequest.SignOutEverywhere everywhere ->
                LogoutPolicy.decide(everywhere, factFinder.ofOwnSessions(everywhere.browser(), Optional.empty()));
            case LogoutRequest.SignOutOfApp app ->
                LogoutPolicy.decide(app, factFinder.ofOwnSessions(app.browser(), Optional.empty()));
            case LogoutRequest.OfflineAccessEnd offline ->
                LogoutPolicy.decide(offline, factFinder.record(offline.sid()));
            case LogoutRequest.PasswordChange change ->
                LogoutPolicy.decide(change, factFinder.ofPasswordChange(change));
            case LogoutRequest.AdminLogoutOne one -> LogoutPolicy.decide(one, factFinder.record(one.chosen()));
            case LogoutRequest.AdminLogout everything ->
                LogoutPolicy.decide(everything, factFinder.ofEverythingOf(everything.subject()));
            case LogoutRequest.Disabling disabling ->
                LogoutPolicy.decide(disabling, factFinder.ofDisabled(disabling.subject()));
            case LogoutRequest.PastLimit pastLimit ->
                LogoutPolicy.decide(pastLimit, factFinder.session(Optional.of(pastLimit.sid())));
        };
    }

    private LogoutOutcome act(LogoutRequest request, LogoutDecision decision) {
        return switch (decision) {
            case Refuse refuse ->
                new LogoutOutcome.Refused(
                        refuse.problem(), refuse.session().map(session -> ask(session, refuse.problem())));
            case Ask ask -> new LogoutOutcome.Asked(ask(ask.session(), ask.because(), ask.client(), ask.destination()));
            case NothingToEnd nothing -> new LogoutOutcome.NothingEnded(nothing.client(), nothing.destination());
            case End end -> end(request, end);
            case EndSeveral several -> Objects.requireNonNull(transaction.execute(_ -> endSeveral(request, several)));
            case EndWithOfflineAccess both -> endWithOfflineAccess(request, both);
            case EndOfflineAccess offline -> endOfflineAccess(request, offline);
            case EndApp app -> endApp(request, app);
            case Stay stay -> new LogoutOutcome.Stayed(stay.client(), stay.destination());
            case Revoke revoke -> revoke(request, revoke);
            case NothingToRevoke _ -> new LogoutOutcome.NothingRevoked();
        };
    }

    private LogoutOutcome end(LogoutRequest request, End end) {
        Asked asked = Asking.of(request, end.client().map(RelyingParty::clientId));
        Optional<Participants> seen = end.participants().or(() -> sessions.participantsUntilEnded(end.sid()));
        while (seen.isPresent()) {
            Participants participants = seen.get();
            var session = SessionsToEnd.of(end.sid(), end.reason(), participants);
            EndedSessions ended = end(session, asked, end.alongside());
            if (!ended.sids().isEmpty()) {
                return new LogoutOutcome.Ended(
                        end.sid(),
                        end.reason(),
                        participants.clients(),
                        ended.notifications(),
                        end.client(),
                        end.destination());
            }
            seen = sessions.participantsUntilEnded(end.sid());
        }
        return new LogoutOutcome.NothingEnded(end.client(), end.destination());
    }

    /** The end of one session or of many, with everything that it changes: the only wording of it. */
    private EndedSessions end(SessionsToEnd ending, Asked asked, Optional<AuthorizationId> alongside) {
        List<SqlWrite> effects = new ArrayList<>();
        effects.add(browserSessions.deletion());
        effects.add(audit.ended(asked));
        alongside.map(authorizations::endingAlongside).ifPresent(effects::add);
        Optional<SqlWrite> owing = notifications.owing(ending.clients());
        owing.ifPresent(effects::add);
        Changed changed = writer.execute(sessions.ending(ending), effects);
        List<Sid> ended = changed.keys().stream().map(Sid::new).toList();
        int owed = owing.map(changed::affected).orElse(0);
        if (owed > 0) {
            dispatcher.sendAfterCommit(ended);
        }
        return new EndedSessions(ended, owed);
    }

    /** @param notifications how many are owed for these sessions together */
    private record EndedSessions(List<Sid> sids, int notifications) {}

    private LogoutOutcome revoke(LogoutRequest request, Revoke revoke) {
        Changed changed = writer.execute(
                authorizations.ending(List.of(revoke.authorization())),
                List.of(audit.revoked(Asking.toRevoke(request))));
        return new LogoutOutcome.Revoked(changed.isNothing() ? Optional.empty() : Optional.of(revoke.authorization()));
    }

    /** All sessions are locked before any authorization, each in the order of their ids: see decision 11. */
    private LogoutOutcome endSeveral(LogoutRequest request, EndSeveral several) {
        Asked asked = Asking.of(request, Optional.empty());
        Map<Sid, EndReason> ended = new TreeMap<>();
        for (SessionsToEnd ending : sessions.lock(several.sessions())) {
            end(ending, asked, Optional.empty()).sids().forEach(sid -> ended.put(sid, ending.reason()));
        }
        int revoked = endUnbound(several);
        if (ended.isEmpty()) {
            audit.nothingLeft(asked, several.subject(), revoked);
        }
        return new LogoutOutcome.EndedSeveral(ended);
    }

    /** Later statements than those that end the sessions: they see what was committed under the lock of a session until then. */
    private int endUnbound(EndSeveral several) {
        List<AuthorizationId> unbound = authorizations.lockUnbound(several.subject(), several.spared());
        return unbound.isEmpty()
                ? 0
                : writer.execute(authorizations.ending(unbound), List.of()).keys().size();
    }

    /** In the transaction that uses the answer up: the session ends first, in the order of decision 11. */
    private LogoutOutcome endWithOfflineAccess(LogoutRequest request, EndWithOfflineAccess both) {
        LogoutOutcome outcome = end(request, both.end());
        if (outcome instanceof LogoutOutcome.Ended ended) {
            endOfflineAccess(request, new EndOfflineAccess(both.subject(), ended.sid()));
        }
        return outcome;
    }

    private LogoutOutcome endOfflineAccess(LogoutRequest request, EndOfflineAccess offline) {
        List<Locked> locked = authorizations.lockOfflineGivenUnder(offline.sid());
        end(locked);
        Set<ClientId> apps = locked.stream().map(Locked::client).collect(toCollection(TreeSet::new));
        return accessEnded(request, offline.subject(), Optional.of(offline.sid()), apps);
    }

    /** Sessions are locked before authorizations: see decision 11. */
    private LogoutOutcome endApp(LogoutRequest request, EndApp end) {
        List<Sid> left = sessions.leave(end.subject(), end.app());
        List<Locked> locked = authorizations.lockAllOf(end.subject(), end.app());
        end(locked);
        boolean withdrawn = consents.withdraw(end.subject(), end.app());
        List<Sid> owed = notifications.owe(left, end.app());
        if (!owed.isEmpty()) {
            dispatcher.sendAfterCommit(owed);
        }
        boolean hadAccess = !locked.isEmpty() || withdrawn || !left.isEmpty();
        return accessEnded(request, end.subject(), Optional.empty(), hadAccess ? Set.of(end.app()) : Set.of());
    }

    private void end(List<Locked> locked) {
        if (!locked.isEmpty()) {
            writer.execute(
                    authorizations.ending(locked.stream().map(Locked::id).toList()), List.of());
        }
    }

    private LogoutOutcome accessEnded(LogoutRequest request, Subject subject, Optional<Sid> sid, Set<ClientId> apps) {
        if (!apps.isEmpty()) {
            audit.accessEnded(Asking.of(request, Optional.empty()), subject, sid, apps);
        }
        return new LogoutOutcome.AccessEnded(apps);
    }

    private Question ask(SsoSession session, LogoutProblem because) {
        return ask(session, Optional.of(because), Optional.empty(), new Destination.OurPage());
    }

    private Question ask(
            SsoSession session,
            Optional<LogoutProblem> because,
            Optional<RelyingParty> client,
            Destination destination) {
        List<ClientId> apps = session.participants().clients();
        String confirmation = confirmations.ask(session.sid(), client.map(RelyingParty::clientId), destination);
        Set<ClientId> offline = authorizations.offlineGivenUnder(session.sid());
        return new Question(confirmation, session.subject(), apps, offline, because, client);
    }
}
