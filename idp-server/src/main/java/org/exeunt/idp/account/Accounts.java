package org.exeunt.idp.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.database.Transaction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The table of accounts. */
@Repository
public class Accounts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_DEFAULT))
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Accounts(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The account of this subject; empty if there is none. */
    public Optional<Account> find(Subject subject) {
        return jdbc.sql("select * from account where subject = :subject")
                .param("subject", subject.value())
                .query(Accounts::toAccount)
                .optional();
    }

    /**
     * Whether a password check against this account still counts, from now until the caller's transaction ends: the
     * account was not disabled, its password not changed, and its sessions not revoked meanwhile.
     */
    public boolean admits(SignInAccount checked) {
        Transaction.requireActive();
        return jdbc.sql("""
                        select 1 from account where subject = :subject and epoch = :epoch and disabled_at is null
                        for update
                        """)
                .param("subject", checked.subject().value())
                .param("epoch", checked.epoch())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Increments the epoch: from the caller's commit on, a password checked before does not count any more. Waits for
     * sign-ins that are beginning their session, so that the caller sees all sessions.
     *
     * @return whether there is such an account
     */
    public boolean beginEpoch(Subject subject) {
        Transaction.requireActive();
        return jdbc.sql("update account set epoch = epoch + 1 where subject = :subject")
                        .param("subject", subject.value())
                        .update()
                == 1;
    }

    /**
     * Blocks sign-in until the account is enabled, and increments the epoch.
     *
     * @return whether there is such an account
     */
    public boolean disable(Subject subject) {
        Transaction.requireActive();
        jdbc.sql("update account set disabled_at = :now where subject = :subject and disabled_at is null")
                .param("subject", subject.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return beginEpoch(subject);
    }

    /**
     * Unblocks sign-in.
     *
     * @return whether there is such an account
     */
    public boolean enable(Subject subject) {
        return jdbc.sql("update account set disabled_at = null, removed_at = null where subject = :subject")
                        .param("subject", subject.value())
                        .update()
                == 1;
    }

    /**
     * Sets a new password, unless it changed since the current one was checked.
     *
     * @return whether the new password is stored
     */
    public boolean changePassword(SignInAccount checked, String passwordHash) {
        Transaction.requireActive();
        return jdbc.sql("""
                        update account set password_hash = :passwordHash, own_password = true, epoch = epoch + 1
                        where subject = :subject and epoch = :epoch and disabled_at is null
                        """)
                        .param("subject", checked.subject().value())
                        .param("epoch", checked.epoch())
                        .param("passwordHash", passwordHash)
                        .update()
                == 1;
    }

    /**
     * Blocks sign-in since the configuration does not have the account any more, and increments the epoch. An account that an
     * administrator disabled stays disabled if it comes back into the configuration.
     *
     * @return whether there is such an account
     */
    public boolean remove(Subject subject) {
        Transaction.requireActive();
        jdbc.sql("""
                        update account
                        set configured = false,
                            removed_at = case when disabled_at is null
                                then cast(:now as timestamp(6) with time zone) else removed_at end,
                            disabled_at = coalesce(disabled_at, cast(:now as timestamp(6) with time zone))
                        where subject = :subject
                        """)
                .param("subject", subject.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return beginEpoch(subject);
    }

    /**
     * Sets the password that the configuration has now, and increments the epoch, unless the user has chosen one.
     *
     * @return whether it is stored
     */
    public boolean configurePassword(ConfiguredPassword password) {
        Transaction.requireActive();
        return jdbc.sql("""
                        update account set password_hash = :hash, configured_password_mac = :mac, epoch = epoch + 1
                        where subject = :subject and not own_password
                        """)
                        .param("subject", password.subject().value())
                        .param("hash", password.hash())
                        .param("mac", password.mac())
                        .update()
                == 1;
    }

    /** Stores the keyed hash of a password that did not change. */
    void setPasswordMac(ConfiguredPassword verified) {
        jdbc.sql("update account set configured_password_mac = :mac where subject = :subject and password_hash = :hash")
                .param("subject", verified.subject().value())
                .param("hash", verified.hash())
                .param("mac", verified.mac())
                .update();
    }

    /** The accounts with these usernames, and all that were configured at the last start. */
    List<Stored> configuredOr(Collection<String> usernames) {
        return jdbc.sql("select * from account where configured or username = any(:usernames)")
                .param("usernames", usernames.toArray(String[]::new))
                .query((row, number) -> new Stored(
                        toAccount(row, number),
                        row.getString("password_hash"),
                        row.getBoolean("own_password"),
                        row.getBoolean("configured"),
                        row.getObject("removed_at") != null,
                        row.getString("configured_password_mac")))
                .list();
    }

    /**
     * An account and what a start knows of it.
     *
     * @param ownPassword whether the user chose the password
     * @param removed whether it is disabled since the configuration did not have it
     * @param passwordMac keyed hash of the configured password; {@code null} if none is stored
     */
    record Stored(
            Account account,
            String passwordHash,
            boolean ownPassword,
            boolean configured,
            boolean removed,
            @Nullable String passwordMac) {}

    Optional<Credentials> findCredentials(String username) {
        return jdbc.sql("select * from account where username = :username")
                .param("username", username)
                .query((row, _) -> new Credentials(
                        toAccount(row, 0),
                        row.getString("password_hash"),
                        row.getBoolean("own_password"),
                        row.getInt("epoch"),
                        row.getObject("disabled_at") == null))
                .optional();
    }

    void insert(Account account, ConfiguredPassword password) {
        describing("""
                insert into account
                    (subject, username, password_hash, configured_password_mac, name, email, email_verified, claims, updated_at,
                     configured)
                values (:subject, :username, :passwordHash, :mac, :name, :email, :emailVerified, :claims, :now, true)
                """, account)
                .param("username", account.username())
                .param("passwordHash", password.hash())
                .param("mac", password.mac())
                .update();
    }

    /**
     * Stores that the account is in the configuration, and its claims if they changed there. It is enabled if its absence from the
     * configuration had disabled it.
     */
    void describeConfigured(Account account, boolean claimsChanged) {
        jdbc.sql("""
                        update account
                        set configured = true, removed_at = null,
                            disabled_at = case when removed_at is null then disabled_at end
                        where subject = :subject
                        """).param("subject", account.subject().value()).update();
        if (claimsChanged) {
            describing("""
                    update account
                    set name = :name, email = :email, email_verified = :emailVerified, claims = :claims, updated_at = :now
                    where subject = :subject
                    """, account).update();
        }
    }

    private StatementSpec describing(String sql, Account account) {
        return jdbc.sql(sql)
                .param("subject", account.subject().value())
                .param("name", account.name())
                .param("email", account.email())
                .param("emailVerified", account.emailVerified())
                .param("claims", JSON.writeValueAsString(account.claims()))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static Account toAccount(ResultSet row, int number) throws SQLException {
        return new Account(
                new Subject(row.getString("subject")),
                row.getString("username"),
                row.getString("name"),
                row.getString("email"),
                row.getBoolean("email_verified"),
                JSON.readValue(row.getString("claims"), PersonalClaims.class),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /**
     * What a sign-in is checked against.
     *
     * @param ownPassword whether the user set the password, and not the configuration
     * @param epoch incremented by everything that invalidates earlier password checks
     */
    record Credentials(Account account, String passwordHash, boolean ownPassword, int epoch, boolean enabled) {}
}
