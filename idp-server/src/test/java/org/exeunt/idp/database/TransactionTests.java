package org.exeunt.idp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

class TransactionTests {

    private final List<String> done = new ArrayList<>();
    private TransactionTemplate transaction;

    @BeforeEach
    void connect() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:transaction-tests");
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    @Test
    void a_step_of_a_transaction_requires_the_transaction() {
        assertThatThrownBy(Transaction::requireActive).isInstanceOf(IllegalTransactionStateException.class);

        assertThatCode(() -> transaction.executeWithoutResult(_ -> Transaction.requireActive()))
                .doesNotThrowAnyException();
    }

    @Test
    void work_waits_for_the_commit() {
        transaction.executeWithoutResult(_ -> {
            Transaction.afterCommit(() -> done.add("work"));
            done.add("end of the transaction");
        });

        assertThat(done).containsExactly("end of the transaction", "work");
    }

    @Test
    void work_of_a_transaction_that_is_rolled_back_never_happens() {
        transaction.executeWithoutResult(status -> {
            Transaction.afterCommit(() -> done.add("work"));
            status.setRollbackOnly();
        });

        assertThat(done).isEmpty();
    }

    @Test
    void work_of_no_transaction_happens_at_once() {
        Transaction.afterCommit(() -> done.add("work"));

        assertThat(done).containsExactly("work");
    }

    @Test
    void a_committed_logout_does_not_look_failed() {
        assertThatCode(() -> transaction.executeWithoutResult(_ -> Transaction.afterCommit(() -> {
                    throw new IllegalStateException("after the commit");
                })))
                .doesNotThrowAnyException();
    }
}
