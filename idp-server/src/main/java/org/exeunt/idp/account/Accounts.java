package org.exeunt.idp.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of accounts. */
@Repository
public class Accounts {

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The account of this subject; empty if there is none. */
    public Optional<Account> find(Subject subject) {
        return jdbc.sql("select * from account where subject = :subject")
                .param("subject", subject.value())
                .query(Accounts::toAccount)
                .optional();
    }

    Optional<Credentials> findCredentials(String username) {
        return jdbc.sql("select * from account where username = :username")
                .param("username", username)
                .query((row, _) -> new Credentials(toAccount(row, 0), row.getString("password_hash")))
                .optional();
    }

    void insert(Account account, String passwordHash) {
        jdbc.sql("""
                        insert into account (subject, username, password_hash, name, email, email_verified)
                        values (:subject, :username, :passwordHash, :name, :email, :emailVerified)
                        """)
                .param("subject", account.subject().value())
                .param("username", account.username())
                .param("passwordHash", passwordHash)
                .param("name", account.name())
                .param("email", account.email())
                .param("emailVerified", account.emailVerified())
                .update();
    }

    void update(Account account, String passwordHash) {
        jdbc.sql("""
                        update account
                        set password_hash = :passwordHash, name = :name, email = :email, email_verified = :emailVerified
                        where username = :username
                        """)
                .param("username", account.username())
                .param("passwordHash", passwordHash)
                .param("name", account.name())
                .param("email", account.email())
                .param("emailVerified", account.emailVerified())
                .update();
    }

    private static Account toAccount(ResultSet row, int number) throws SQLException {
        return new Account(
                new Subject(row.getString("subject")),
                row.getString("username"),
                row.getString("name"),
                row.getString("email"),
                row.getBoolean("email_verified"));
    }

    record Credentials(Account account, String passwordHash) {}
}
