package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.exeunt.idp.database.Write;
import org.exeunt.idp.database.Writes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionOperations;

/** Writes that go to the database in one trip, on a table of their own. */
abstract class WritesContract {

    private final RunningServer server;
    private final Writes writes;

    WritesContract(TestDatabase database) {
        server = RunningServer.shared(database);
        writes = server.bean(Writes.class);
    }

    @BeforeEach
    void createTable() {
        server.jdbc()
                .sql("create table trip (name varchar(10) primary key, note varchar(10))")
                .update();
    }

    @AfterEach
    void dropTable() {
        server.jdbc().sql("drop table trip").update();
    }

    private int together(Write... trip) {
        return Objects.requireNonNull(
                server.bean(TransactionOperations.class).execute(_ -> writes.together(List.of(trip))));
    }

    private static Write insert(String name) {
        return Write.of("insert into trip (name, note) values (:name, :note)")
                .with("name", name)
                .with("note", null);
    }

    @Test
    @DisplayName("All of them are made, each with its own values of the same names, and the first one counts")
    void all_are_made_and_the_first_counts() {
        together(insert("a"), insert("b"), insert("c"));

        int changed = together(
                Write.of("update trip set note = :note where name in (:names)")
                        .with("note", "x")
                        .with("names", List.of("a", "b")),
                Write.of("update trip set note = :note where name = :name")
                        .with("note", "y")
                        .with("name", "c"));

        assertThat(changed).isEqualTo(2);
        assertThat(server.column("trip", "note")).containsExactlyInAnyOrder("x", "x", "y");
    }

    @Test
    @DisplayName("Invariant 2: if one of them fails, none was made")
    void if_one_fails_none_was_made() {
        together(insert("a"));

        assertThatThrownBy(() -> together(insert("b"), insert("a"), insert("c")))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.column("trip", "name")).containsExactly("a");
    }

    @Test
    void they_belong_to_a_transaction() {
        assertThatThrownBy(() -> writes.together(List.of(insert("a"))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }
}
