package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.exeunt.idp.database.Changed;
import org.exeunt.idp.database.GuardedUpdate;
import org.exeunt.idp.database.GuardedWriter;
import org.exeunt.idp.database.SqlWrite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/** A guarded update and its effects, on two tables of their own: doors, and the guests who came in. */
@OnEachDatabase
class GuardedWriterTests {

    private final TestDatabase database;
    private final RunningServer server;
    private final GuardedWriter writer;

    GuardedWriterTests(TestDatabase database) {
        this.database = database;
        server = RunningServer.shared(database);
        writer = server.bean(GuardedWriter.class);
    }

    @BeforeEach
    void createTables() {
        for (String statement : List.of(
                "create table door (name varchar(10) primary key, colour varchar(10), opened varchar(10))",
                "create table guest (name varchar(10) primary key, door varchar(10), note varchar(10))",
                "insert into door (name, colour) values ('front', 'red')",
                "insert into door (name, colour) values ('back', 'blue')",
                "insert into door (name, colour) values ('side', 'grey')")) {
            server.jdbc().sql(statement).update();
        }
    }

    @AfterEach
    void dropTables() {
        server.jdbc().sql("drop table door").update();
        server.jdbc().sql("drop table guest").update();
    }

    private static GuardedUpdate opening(String... doors) {
        return new GuardedUpdate(
                "door",
                "name",
                SqlWrite.of("update door set opened = :now where name = any(:doors) and opened is null")
                        .with("doors", doors)
                        .with("now", "today"));
    }

    /** One guest at each door that was opened. */
    private static SqlWrite entering(String guest) {
        return SqlWrite.of("""
                        insert into guest (name, door, note)
                        select cast(:guest as varchar(10)) || '-' || c.name, c.name, cast(:note as varchar(10))
                        from {changed} c where c.opened = 'today'
                        """).with("guest", guest).with("note", null);
    }

    private <T> T inATransaction(Supplier<T> work) {
        return Objects.requireNonNull(server.bean(TransactionOperations.class).execute(_ -> work.get()));
    }

    private Map<String, @Nullable Object> guest(String name) {
        return server.jdbc()
                .sql("select name, door, note from guest where name = :name")
                .param("name", name)
                .query()
                .singleRow();
    }

    private int insertTwoGuests() {
        return server.jdbc()
                .sql("insert into guest (name, door) values ('x', 'red'), ('y', 'red')")
                .update();
    }

    @Test
    @DisplayName("All effects are executed, each with its own values, and the caller learns how many rows each changed")
    void all_effects_are_executed_and_counted() {
        insertTwoGuests();
        SqlWrite entering = entering("ann");
        SqlWrite deleting = SqlWrite.of("delete from guest where door in (select c.colour from {changed} c)");
        SqlWrite painting = SqlWrite.of(
                        "update door set colour = :colour where name not in (select c.name from {changed} c)"
                                + " and exists (select 1 from {changed} c)")
                .with("colour", "green");

        Changed changed = writer.execute(opening("front"), List.of(entering, deleting, painting));

        assertThat(changed.keys()).containsExactly("front");
        assertThat(changed.affected(entering)).isOne();
        assertThat(changed.affected(deleting)).isEqualTo(2);
        assertThat(changed.affected(painting)).isEqualTo(2);
        assertThat(guest("ann-front")).containsEntry("door", "front").containsEntry("note", null);
        assertThat(server.column("guest", "name")).containsExactly("ann-front");
        assertThat(server.column("door", "colour")).containsExactlyInAnyOrder("red", "green", "green");
    }

    @Test
    @DisplayName(
            "Of many rows those change that are still in the state asked for, and the effects are about those alone")
    void of_many_rows_only_the_unchanged_ones() {
        SqlWrite entering = entering("ann");
        writer.execute(opening("back"), List.of());

        Changed changed = writer.execute(opening("front", "back", "side", "none"), List.of(entering));

        assertThat(changed.keys()).containsExactlyInAnyOrder("front", "side");
        assertThat(changed.affected(entering)).isEqualTo(2);
        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("ann-front", "ann-side");
    }

    @Test
    @DisplayName("Invariant 1: if no row is in the state asked for nothing is changed")
    void without_a_row_nothing_is_changed() {
        SqlWrite entering = entering("bea");
        writer.execute(opening("front"), List.of());

        Changed changed = writer.execute(opening("front"), List.of(entering));

        assertThat(changed.isNothing()).isTrue();
        assertThat(changed.affected(entering)).isZero();
        assertThat(inATransaction(() -> writer.execute(opening("none"), List.of(entering))))
                .matches(Changed::isNothing, "there is none");
        assertThat(server.column("guest", "name")).isEmpty();
        assertThat(writer.execute(opening("back"), List.of(entering)).keys()).containsExactly("back");
    }

    @Test
    @DisplayName("Invariant 2: if an effect fails nothing was changed")
    void if_one_fails_none_was_executed() {
        writer.execute(opening("front"), List.of(entering("ann")));
        SqlWrite again = SqlWrite.of("insert into guest (name) select 'ann-front' from {changed} c");

        assertThatThrownBy(() -> inATransaction(() -> writer.execute(opening("back"), List.of(entering("bea"), again))))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> writer.execute(opening("back"), List.of(entering("bea"), again)))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.column("guest", "name")).containsExactly("ann-front");
        assertThat(writer.execute(opening("back"), List.of(entering("bea"))).isNothing())
                .isFalse();
    }

    @Test
    @DisplayName("In a transaction it belongs to what else is done there; without one it is committed at once")
    void in_a_transaction_and_without_one() {
        assertThatThrownBy(() -> inATransaction(() -> {
                    writer.execute(opening("front"), List.of(entering("ann")));
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        assertThat(server.column("guest", "name")).isEmpty();

        inATransaction(() -> insertTwoGuests()
                + writer.execute(opening("front"), List.of(entering("ann")))
                        .keys()
                        .size());
        writer.execute(opening("back"), List.of(entering("bea")));

        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("x", "y", "ann-front", "bea-back");
    }

    @Test
    @DisplayName("Two parts with a parameter of the same name would take each other's value: that is refused")
    void a_name_is_used_once() {
        SqlWrite sameName = SqlWrite.of("delete from guest where note = :now and exists (select 1 from {changed} c)")
                .with("now", "never");

        assertThatThrownBy(() -> writer.execute(opening("front"), List.of(sameName)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(":now");
        assertThat(writer.execute(opening("front"), List.of()).isNothing()).isFalse();
    }

    @Test
    @DisplayName("A pool whose connections do not commit by themselves would lose a logout: the server does not start")
    void a_pool_that_does_not_commit_is_refused() {
        assertThatThrownBy(
                        () -> RunningServer.start(database.freshUrl(), "--spring.datasource.hikari.auto-commit=false")
                                .close())
                .hasStackTraceContaining("spring.datasource.hikari.auto-commit");
    }
}
