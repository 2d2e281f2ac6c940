package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.exeunt.idp.database.Gate;
import org.exeunt.idp.database.Write;
import org.exeunt.idp.database.Writes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionOperations;

/** A gate and its effects, on two tables of their own: doors, and who came in. */
@OnEachDatabase
class WritesTests {

    private final TestDatabase database;
    private final RunningServer server;
    private final Writes writes;

    WritesTests(TestDatabase database) {
        this.database = database;
        server = RunningServer.shared(database);
        writes = server.bean(Writes.class);
    }

    @BeforeEach
    void createTables() {
        for (String statement : List.of(
                "create table door (name varchar(10) primary key, colour varchar(10), opened varchar(10))",
                "create table guest (name varchar(10) primary key, door varchar(10), note varchar(10))",
                "insert into door (name, colour) values ('front', 'red')",
                "insert into door (name, colour) values ('back', 'blue')")) {
            server.jdbc().sql(statement).update();
        }
    }

    @AfterEach
    void dropTables() {
        server.jdbc().sql("drop table door").update();
        server.jdbc().sql("drop table guest").update();
    }

    private static Gate opening(String door) {
        return new Gate(
                "door",
                "name",
                door,
                Write.of("update door set opened = :now where name = :door and opened is null")
                        .with("door", door)
                        .with("now", "today"));
    }

    /** What is named like a value of the gate is another one here. */
    private static Write entering(String guest) {
        return Write.of("""
                        insert into guest (name, door, note)
                        select cast(:door as varchar(10)), g.name, cast(:now as varchar(10)) from {gate} g where g.opened = 'today'
                        """).with("door", guest).with("now", null);
    }

    private Optional<List<Integer>> pass(String door, Write... effects) {
        return inATransaction(() -> writes.pass(opening(door), List.of(effects)));
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

    @Test
    @DisplayName(
            "Whoever passes the gate makes all effects, each with its own values, and learns how many rows each changed")
    void all_effects_are_made_and_counted() {
        inATransaction(() -> writes.make(twoOfTheRedDoor()));

        Optional<List<Integer>> changed = pass(
                "front",
                entering("ann"),
                Write.of("delete from guest where door = (select g.colour from {gate} g)"),
                Write.of("update door set colour = :colour where name <> (select g.name from {gate} g)")
                        .with("colour", "green"),
                entering("bea"));

        assertThat(changed).contains(List.of(1, 2, 1, 1));
        assertThat(guest("ann")).containsEntry("door", "front").containsEntry("note", null);
        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("ann", "bea");
        assertThat(server.column("door", "colour")).containsExactlyInAnyOrder("red", "green");
    }

    private static Write twoOfTheRedDoor() {
        return Write.of("insert into guest (name, door) values ('x', 'red'), ('y', 'red')");
    }

    @Test
    @DisplayName("Invariant 1: at a shut gate nothing is changed")
    void at_a_shut_gate_nothing_is_changed() {
        assertThat(pass("front", entering("ann"))).contains(List.of(1));

        assertThat(pass(
                        "front",
                        entering("bea"),
                        Write.of("delete from guest where name <> (select g.name from {gate} g)")))
                .isEmpty();
        assertThat(writes.pass(opening("front"), List.of(entering("bea")))).isEmpty();
        assertThat(pass("side", entering("bea"))).as("there is none").isEmpty();
        assertThat(server.column("guest", "name")).containsExactly("ann");
        assertThat(pass("back", entering("bea"))).contains(List.of(1));
    }

    @Test
    @DisplayName("Invariant 2: if an effect fails, nothing was changed, and the gate is open still")
    void if_one_fails_none_was_made() {
        pass("front", entering("ann"));

        assertThatThrownBy(() -> pass("back", entering("bea"), entering("ann")))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> writes.pass(opening("back"), List.of(entering("bea"), entering("ann"))))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.column("guest", "name")).containsExactly("ann");
        assertThat(pass("back", entering("bea"))).isPresent();
    }

    @Test
    @DisplayName("In a transaction it belongs to what else is done there; without one it is one")
    void with_what_else_is_done_in_the_transaction() {
        assertThat(inATransaction(() -> {
                    writes.make(twoOfTheRedDoor());
                    return writes.pass(opening("front"), List.of(entering("ann")));
                }))
                .contains(List.of(1));
        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("x", "y", "ann");

        assertThatThrownBy(() -> inATransaction(() -> {
                    writes.pass(opening("back"), List.of(entering("bea")));
                    return writes.make(twoOfTheRedDoor());
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("x", "y", "ann");

        assertThat(writes.pass(opening("back"), List.of(entering("bea")))).contains(List.of(1));
        assertThat(server.column("guest", "name")).containsExactlyInAnyOrder("x", "y", "ann", "bea");
    }

    @Test
    @DisplayName("An effect that is made later, by whoever knows that the gate was passed")
    void an_effect_by_itself() {
        assertThat(inATransaction(() -> writes.make(opening("front").after(entering("ann")))))
                .isZero();
        pass("front");

        assertThat(inATransaction(() -> writes.make(opening("front").after(entering("ann")))))
                .isOne();
        assertThat(guest("ann")).containsEntry("door", "front");
    }

    @Test
    void a_value_may_be_a_list() {
        inATransaction(() -> writes.make(twoOfTheRedDoor()));

        assertThat(inATransaction(() -> writes.make(Write.of("update guest set note = :note where name in (:names)")
                        .with("note", "n")
                        .with("names", List.of("x", "y")))))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("A pool whose connections do not commit by themselves would lose a logout: the server does not start")
    void a_pool_that_does_not_commit_is_refused() {
        assertThatThrownBy(
                        () -> RunningServer.start(database.freshUrl(), "--spring.datasource.hikari.auto-commit=false")
                                .close())
                .hasStackTraceContaining("Take spring.datasource.hikari.auto-commit=false out of the configuration");
    }

    @Test
    void a_write_by_itself_belongs_to_a_transaction() {
        assertThatThrownBy(() -> writes.make(twoOfTheRedDoor())).isInstanceOf(IllegalTransactionStateException.class);
    }
}
