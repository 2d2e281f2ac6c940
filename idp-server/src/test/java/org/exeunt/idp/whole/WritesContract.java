package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
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

    private List<Integer> together(Write... trip) {
        return inATransaction(() -> writes.together(List.of(trip)));
    }

    private List<Integer> inATransaction(Supplier<List<Integer>> work) {
        return Objects.requireNonNull(server.bean(TransactionOperations.class).execute(_ -> work.get()));
    }

    private static Write insert(String name) {
        return Write.of("insert into trip (name, note) values (:name, :note)")
                .with("name", name)
                .with("note", null);
    }

    @Test
    @DisplayName("All of them are made, each with its own values of the same names, and each is counted")
    void all_are_made_and_counted() {
        together(insert("a"), insert("b"), insert("c"));

        List<Integer> changed = together(
                Write.of("update trip set note = :note where name < :name")
                        .with("note", "x")
                        .with("name", "c"),
                Write.of("delete from trip where name = :name").with("name", "nobody"),
                Write.of("update trip set note = :note where name = :name")
                        .with("note", "y")
                        .with("name", "c"));

        assertThat(changed).containsExactly(2, 0, 1);
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
    void a_value_may_be_a_list() {
        together(insert("a"), insert("b"), insert("c"));

        assertThat(together(
                        Write.of("update trip set note = :note where name in (:names)")
                                .with("note", "x")
                                .with("names", List.of("a", "b")),
                        insert("d")))
                .containsExactly(2, 1);
    }

    @Test
    @DisplayName(
            "With the commit: made and counted the same, all or none, and what came before in the transaction with them")
    void with_the_commit() {
        assertThat(inATransaction(() -> {
                    writes.together(List.of(insert("a")));
                    return writes.togetherWithCommit(List.of(insert("b"), insert("c")));
                }))
                .containsExactly(1, 1);
        assertThat(server.column("trip", "name")).containsExactlyInAnyOrder("a", "b", "c");

        assertThatThrownBy(() -> inATransaction(() -> {
                    writes.together(List.of(insert("d")));
                    return writes.togetherWithCommit(List.of(insert("e"), insert("a")));
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.column("trip", "name")).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void they_belong_to_a_transaction() {
        assertThatThrownBy(() -> writes.together(List.of(insert("a"))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }
}
