package org.exeunt.idp.audit;

import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * An action that the audit trail records although it ends nothing: a sign-in, for example. The words are stored and shown to operators: they
 * never change.
 *
 * @param actor {@code person}, {@code app}, {@code administrator} or {@code operator}
 * @param way where it was asked: {@code sign_in}, {@code consent}, {@code password_change}, {@code devices}, {@code push_tokens}, {@code api}
 *     or {@code actuator}
 * @param outcome {@code signed_in}, {@code sign_in_failed}, {@code consent_granted}, {@code consent_refused}, {@code consent_withdrawn}, {@code
 *     password_changed}, {@code push_token_moved}, {@code account_enabled} or {@code redelivered}
 * @param reason why a sign-in failed: {@code wrong_password}, {@code throttled}, {@code disabled} or {@code account_changed}
 * @param subject the user, of a push token that moved the one who had it before; empty if the action concerns more than one
 * @param sid the session in which it happened, or that it concerns
 * @param client the client that asked, or that it concerns
 */
public record AuditedAction(
        String actor,
        String way,
        String outcome,
        Optional<String> reason,
        Optional<Subject> subject,
        Optional<Sid> sid,
        Optional<ClientId> client) {

    private static final String PERSON = "person";

    /** A session began, or the user of a session entered the password again. */
    public static AuditedAction signedIn(Subject subject, Sid sid) {
        return signIn("signed_in", Optional.empty(), subject, Optional.of(sid));
    }

    /** An attempt to sign in to an existing account failed. */
    public static AuditedAction signInFailed(Subject subject, String reason) {
        return signIn("sign_in_failed", Optional.of(reason), subject, Optional.empty());
    }

    private static AuditedAction signIn(String outcome, Optional<String> reason, Subject subject, Optional<Sid> sid) {
        return new AuditedAction(PERSON, "sign_in", outcome, reason, Optional.of(subject), sid, Optional.empty());
    }

    /** A user answered the consent page. */
    public static AuditedAction consent(Subject subject, ClientId client, boolean granted) {
        String outcome = granted ? "consent_granted" : "consent_refused";
        return new AuditedAction(
                PERSON,
                "consent",
                outcome,
                Optional.empty(),
                Optional.of(subject),
                Optional.empty(),
                Optional.of(client));
    }

    /** A user withdrew the stored consent for this client on the page of devices. */
    public static AuditedAction consentWithdrawn(Subject subject, ClientId client) {
        return new AuditedAction(
                PERSON,
                "devices",
                "consent_withdrawn",
                Optional.empty(),
                Optional.of(subject),
                Optional.empty(),
                Optional.of(client));
    }

    /**
     * A client registered a push token for another user.
     *
     * @param former the user who had it
     * @param sid the session under which it was registered; empty if there was none
     */
    public static AuditedAction pushTokenMoved(Subject former, Optional<Sid> sid, ClientId client) {
        return new AuditedAction(
                "app",
                "push_tokens",
                "push_token_moved",
                Optional.empty(),
                Optional.of(former),
                sid,
                Optional.of(client));
    }

    /** A user changed the password in this session. */
    public static AuditedAction passwordChanged(Subject subject, Sid sid) {
        return new AuditedAction(
                PERSON,
                "password_change",
                "password_changed",
                Optional.empty(),
                Optional.of(subject),
                Optional.of(sid),
                Optional.empty());
    }

    /** A client with administrator rights enabled an account. */
    public static AuditedAction accountEnabled(Subject subject, ClientId caller) {
        return new AuditedAction(
                "administrator",
                "api",
                "account_enabled",
                Optional.empty(),
                Optional.of(subject),
                Optional.empty(),
                Optional.of(caller));
    }

    /** An operator made notifications due again, of this client and this session; an empty one stands for all. */
    public static AuditedAction redelivered(Optional<ClientId> client, Optional<Sid> sid) {
        return new AuditedAction(
                "operator", "actuator", "redelivered", Optional.empty(), Optional.empty(), sid, client);
    }
}
