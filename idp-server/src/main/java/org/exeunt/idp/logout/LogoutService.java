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
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.audit.RequestedBy;
import org.exeunt.idp.authorization.Consents;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.database.SqlWrite;
import org.exeunt.idp.database.Transaction;
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
import org.exeunt.idp.logout.LogoutOutcome.Confirmation;
import org.exeunt.idp.notification.LogoutNotifications;
import org.exeunt.idp.notification.NotificationDispatcher;
import org.exeunt.idp.session.BrowserSessions;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.Participants;
import org.exeunt.idp.session.SessionsToEnd;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoSession;
import org.exeunt.idp.session.SsoSessions;
import org.exeunt.idp.token.AuthorizationId;
import org.exeunt.idp.token.Authorizations;
import org.exeunt.idp.token.Authorizations.Locked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Turns a logout request into an outcome. The only place where sessions end: it collects facts, lets the policy
 * decide, acts in one transaction, and returns what was committed.
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
     * Executes the request as far as the policy allows. When this returns, the outcome is committed, unless the caller has opened a
     * transaction: then it is part of that one. Log lines and meters follow the commit. Repeating a request is harmless.
     *
     * @throws RuntimeException if a component such as the database fails: then nothing happened, or, if the acknowledgement of the commit
     *     was lost, everything
     */
    public <O extends LogoutOutcome> O logout(LogoutRequest<O> request) {
        O outcome = decideAndAct(request);
        Transaction.afterCommit(() -> report(request, outcome));
        return outcome;
    }

    private void report(LogoutRequest<?> request, LogoutOutcome outcome) {
        if (outcome instanceof LogoutOutcome.Ended ended) {
            log.info(
                    "session ended: sid={} subject={} reason={} way={} client={} participants={}",
                    ended.sid(),
                    ended.subject().map(Subject::value).orElse("-"),
                    ended.reason().stored(),
                    request.asked().way(),
                    ended.client()
                            .map(RelyingParty::clientId)
                            .or(request.asked()::client)
                            .map(ClientId::value)
                            .orElse("-"),
                    ended.participants().size());
            count(request, ended.reason(), 1);
        }
        if (outcome instanceof LogoutOutcome.EndedSeveral several) {
            several.sessions()
                    .forEach((sid, reason) -> log.info(
                            "session ended: sid={} subject={} reason={} way={} client={} of={}",
                            sid,
                            several.subject().value(),
                            reason.stored(),
                            request.asked().way(),
                            request.asked().client().map(ClientId::value).orElse("-"),
                            several.sessions().size()));
            several.sessions().values().stream()
                    .collect(groupingBy(reason -> reason, summingInt(_ -> 1)))
                    .forEach((reason, howMany) -> count(request, reason, howMany));
        }
        if (outcome instanceof LogoutOutcome.Revoked(Optional<AuthorizationId> ended)) {
            ended.ifPresent(authorization -> log.info("tokens revoked: authorization={}", authorization.value()));
        }
        if (outcome instanceof LogoutOutcome.AccessEnded(Set<ClientId> apps) && !apps.isEmpty()) {
            log.info("access ended: clients={} way={}", apps, request.asked().way());
        }
    }

    private void count(LogoutRequest<?> request, EndReason reason, int howMany) {
        RequestedBy asked = request.asked();
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

    /** A transaction that the database aborted because of its locks changed nothing, and is repeated. */
    private <O extends LogoutOutcome> O decideAndAct(LogoutRequest<O> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.changesFacts()
                        ? Objects.requireNonNull(transaction.execute(_ -> act(request, request.decide(factFinder))))
                        : act(request, request.decide(factFinder));
            } catch (PessimisticLockingFailureException aborted) {
                if (attempt == ATTEMPTS) {
                    throw aborted;
                }
            }
        }
    }

    /**
     * Each case returns the outcome that the type parameter of its decision names; the compiler cannot check that
     * here.
     */
    @SuppressWarnings("unchecked")
    private <O extends LogoutOutcome> O act(LogoutRequest<O> request, LogoutDecision<? extends O> decision) {
        LogoutOutcome outcome = switch (decision) {
            case Refuse refuse ->
                new LogoutOutcome.Refused(
                        refuse.problem(), refuse.session().map(session -> ask(session, refuse.problem())));
            case Ask ask -> new LogoutOutcome.Asked(ask(ask.session(), ask.because(), ask.client(), ask.destination()));
            case LivesElsewhere elsewhere ->
                new LogoutOutcome.LivesElsewhere(elsewhere.client(), elsewhere.destination());
            case NothingToEnd nothing -> new LogoutOutcome.NothingEnded(nothing.client(), nothing.destination());
            case End end -> end(request.asked(), end);
            case EndSeveral several ->
                Objects.requireNonNull(transaction.execute(_ -> endSeveral(request.asked(), several)));
            case EndWithOfflineAccess both -> endWithOfflineAccess(request.asked(), both);
            case EndOfflineAccess offline ->
                Objects.requireNonNull(transaction.execute(_ -> endOfflineAccess(request.asked(), offline)));
            case EndApp app -> Objects.requireNonNull(transaction.execute(_ -> endApp(request.asked(), app)));
            case EndClient client ->
                Objects.requireNonNull(transaction.execute(_ -> endClient(request.asked(), client)));
            case StaySignedIn stay -> new LogoutOutcome.StayedSignedIn(stay.client(), stay.destination());
            case Revoke revoke -> revoke(request.asked(), revoke);
            case NothingToRevoke _ -> new LogoutOutcome.NothingRevoked();
        };
        return (O) outcome;
    }

    private LogoutOutcome.SessionEnd end(RequestedBy asked, End end) {
        RequestedBy inContext = asked.inContextOf(end.client().map(RelyingParty::clientId));
        Optional<Participants> seen = end.participants().or(() -> sessions.participantsIfOpen(end.sid()));
        while (seen.isPresent()) {
            Participants participants = seen.get();
            var session = SessionsToEnd.of(end.sid(), end.reason(), participants);
            EndedSessions ended;
            try {
                ended = end(session, inContext, end.alongside());
            } catch (DataAccessResourceFailureException answerLost) {
                return afterLostAnswer(end, answerLost);
            }
            if (!ended.sids().isEmpty()) {
                return new LogoutOutcome.Ended(
                        end.sid(),
                        end.subject(),
                        end.reason(),
                        participants.clients(),
                        ended.notifications(),
                        end.client(),
                        end.destination());
            }
            seen = sessions.participantsIfOpen(end.sid());
        }
        return new LogoutOutcome.NothingEnded(end.client(), end.destination());
    }

    /**
     * The connection broke while the database may have committed. Looks the session up by another connection: its end and the effects are
     * one commit. If the session is open the outcome stays unknown, since the database may still execute the statement.
     */
    private LogoutOutcome.SessionEnd afterLostAnswer(End end, DataAccessResourceFailureException answerLost) {
        boolean isOpen;
        try {
            isOpen = sessions.participantsIfOpen(end.sid()).isPresent();
        } catch (DataAccessException stillAway) {
            answerLost.addSuppressed(stillAway);
            throw answerLost;
        }
        if (isOpen) {
            throw answerLost;
        }
        log.warn("commit not acknowledged, but the session has ended: sid={}", end.sid());
        dispatcher.sendAfterCommit(List.of(end.sid()));
        return new LogoutOutcome.NothingEnded(end.client(), end.destination());
    }

    /** Ends one or several sessions with all effects: no other method ends a session. */
    private EndedSessions end(SessionsToEnd ending, RequestedBy asked, Optional<AuthorizationId> alongside) {
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

    /** @param notifications how many are owed for these sessions in total */
    private record EndedSessions(List<Sid> sids, int notifications) {}

    private LogoutOutcome.Revoked revoke(RequestedBy asked, Revoke revoke) {
        Changed changed = writer.execute(
                authorizations.ending(List.of(revoke.authorization())), List.of(audit.revoked(asked.aboutTokens())));
        return new LogoutOutcome.Revoked(changed.isNothing() ? Optional.empty() : Optional.of(revoke.authorization()));
    }

    /** All sessions are locked before any authorization, each in the order of their ids: see decision 11. */
    private LogoutOutcome.EndedSeveral endSeveral(RequestedBy asked, EndSeveral several) {
        Map<Sid, EndReason> ended = new TreeMap<>();
        for (SessionsToEnd ending : sessions.lock(several.sessions())) {
            end(ending, asked, Optional.empty()).sids().forEach(sid -> ended.put(sid, ending.reason()));
        }
        int revoked = endUnbound(several);
        if (ended.isEmpty()) {
            audit.nothingLeft(asked, several.subject(), revoked);
        }
        return new LogoutOutcome.EndedSeveral(several.subject(), ended);
    }

    /**
     * Executed after the statements that end the sessions, so that it sees what was committed under the lock of a
     * session until then.
     */
    private int endUnbound(EndSeveral several) {
        List<AuthorizationId> unbound = authorizations.lockUnbound(several.subject(), several.spared());
        return unbound.isEmpty()
                ? 0
                : writer.execute(authorizations.ending(unbound), List.of())
                        .keys()
                        .size();
    }

    /** In the transaction that consumes the confirmation: the session ends first, in the order of decision 11. */
    private LogoutOutcome.SessionEnd endWithOfflineAccess(RequestedBy asked, EndWithOfflineAccess both) {
        LogoutOutcome.SessionEnd outcome = end(asked, both.end());
        if (outcome instanceof LogoutOutcome.Ended ended) {
            endOfflineAccess(asked, new EndOfflineAccess(both.subject(), ended.sid()));
        }
        return outcome;
    }

    private LogoutOutcome.AccessEnded endOfflineAccess(RequestedBy asked, EndOfflineAccess offline) {
        List<Locked> locked = authorizations.lockOfflineGivenUnder(offline.sid());
        end(locked);
        Set<ClientId> apps = locked.stream().map(Locked::client).collect(toCollection(TreeSet::new));
        return accessEnded(asked, offline.subject(), Optional.of(offline.sid()), apps);
    }

    /** Sessions are locked before authorizations: see decision 11. */
    private LogoutOutcome.AccessEnded endApp(RequestedBy asked, EndApp end) {
        List<Sid> left = sessions.leave(end.subject(), end.app());
        List<Locked> locked = authorizations.lockAllOf(end.subject(), end.app());
        end(locked);
        boolean withdrawn = consents.withdraw(end.subject(), end.app());
        List<Sid> owed = notifications.owe(left, end.app());
        if (!owed.isEmpty()) {
            dispatcher.sendAfterCommit(owed);
        }
        boolean hadAccess = !locked.isEmpty() || !left.isEmpty();
        if (withdrawn) {
            audit.record(AuditedAction.consentWithdrawn(end.subject(), end.app()));
        }
        if (hadAccess) {
            audit.accessEnded(asked, end.subject(), Optional.empty(), Set.of(end.app()));
        }
        return new LogoutOutcome.AccessEnded(hadAccess || withdrawn ? Set.of(end.app()) : Set.of());
    }

    /** Sessions are locked before authorizations: see decision 11. */
    private LogoutOutcome.AccessEnded endClient(RequestedBy asked, EndClient end) {
        List<Sid> left = sessions.leave(end.client());
        List<Locked> locked = authorizations.lockAllOf(end.client());
        end(locked);
        boolean withdrawn = consents.withdraw(end.client());
        List<Sid> owed = notifications.owe(left, end.client());
        if (!owed.isEmpty()) {
            dispatcher.sendAfterCommit(owed);
        }
        boolean hadAccess = !locked.isEmpty() || withdrawn || !left.isEmpty();
        if (hadAccess) {
            audit.accessEnded(asked, end.client());
        }
        return new LogoutOutcome.AccessEnded(hadAccess ? Set.of(end.client()) : Set.of());
    }

    private void end(List<Locked> locked) {
        if (!locked.isEmpty()) {
            writer.execute(authorizations.ending(locked.stream().map(Locked::id).toList()), List.of());
        }
    }

    private LogoutOutcome.AccessEnded accessEnded(
            RequestedBy asked, Subject subject, Optional<Sid> sid, Set<ClientId> apps) {
        if (!apps.isEmpty()) {
            audit.accessEnded(asked, subject, sid, apps);
        }
        return new LogoutOutcome.AccessEnded(apps);
    }

    private Confirmation ask(SsoSession session, LogoutProblem because) {
        return ask(session, Optional.of(because), Optional.empty(), new Destination.OurPage());
    }

    private Confirmation ask(
            SsoSession session,
            Optional<LogoutProblem> because,
            Optional<RelyingParty> client,
            Destination destination) {
        List<ClientId> apps = session.participants().clients();
        String confirmation = confirmations.ask(session.sid(), client.map(RelyingParty::clientId), destination);
        Set<ClientId> offline = authorizations.offlineGivenUnder(session.sid());
        return new Confirmation(confirmation, session.subject(), apps, offline, because, client);
    }
}
