package org.exeunt.idp.authorization;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.exeunt.idp.client.ClientId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that look for tokens at the same time, and a database that answers when it is told to. */
@Timeout(60)
class SharedLookupsTests {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static TokenHash hash(int number) {
        return new TokenHash("hash-" + number);
    }

    private static IssuedToken token(TokenHash hash) {
        return new IssuedToken(
                new AuthorizationId("of " + hash.value()),
                TokenKind.ACCESS_TOKEN,
                new ClientId("shop"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                true);
    }

    /** Knows all that are even. */
    private static Map<TokenHash, IssuedToken> known(List<TokenHash> hashes) {
        return hashes.stream()
                .distinct()
                .filter(hash -> Integer.parseInt(hash.value().substring("hash-".length())) % 2 == 0)
                .collect(toMap(hash -> hash, SharedLookupsTests::token));
    }

    @Test
    void each_gets_its_own_answer_however_many_there_are() throws Exception {
        var lookups = new SharedLookups(SharedLookupsTests::known);
        List<Future<Integer>> wrong = new ArrayList<>();

        for (int thread = 0; thread < 16; thread++) {
            int first = thread * 1_000;
            wrong.add(threads.submit(() -> (int) IntStream.range(first, first + 1_000)
                    .filter(number -> !lookups.find(hash(number))
                            .map(IssuedToken::authorization)
                            .equals(Optional.of(new AuthorizationId("of hash-" + number))
                                    .filter(_ -> number % 2 == 0)))
                    .count()));
        }

        for (Future<Integer> count : wrong) {
            assertThat(count.get()).isZero();
        }
    }

    @Test
    @DisplayName("When no thread is to be had that goes on, those who wait do it themselves")
    void nobody_depends_on_another_thread() throws Exception {
        var refused = new AtomicInteger();
        var lookups = new SharedLookups(SharedLookupsTests::known, Duration.ofMinutes(1), _ -> {
            if (refused.incrementAndGet() % 2 == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            throw new RejectedExecutionException();
        });
        List<Future<Boolean>> right = new ArrayList<>();

        for (int thread = 0; thread < 16; thread++) {
            right.add(threads.submit(() -> IntStream.range(0, 1_000)
                    .allMatch(number -> lookups.find(hash(number)).isPresent() == (number % 2 == 0))));
        }

        for (Future<Boolean> all : right) {
            assertThat(all.get()).isTrue();
        }
        assertThat(refused).hasPositiveValue();
    }

    @Test
    @DisplayName("Those that come while a look-up is under way go together in the next")
    void those_that_wait_go_together() throws Exception {
        var asked = new CopyOnWriteArrayList<List<TokenHash>>();
        var mayAnswer = new Semaphore(0);
        var lookups = new SharedLookups(
                hashes -> {
                    asked.add(hashes);
                    mayAnswer.acquireUninterruptibly();
                    return known(hashes);
                },
                Duration.ofMinutes(1),
                threads);
        List<Future<Optional<IssuedToken>>> answers = new ArrayList<>();

        look(lookups, 0, answers);
        await().until(() -> asked.size() == 1);
        for (int number = 1; number < 11; number++) {
            look(lookups, number, answers);
        }
        await().until(() -> lookups.waiting() == 10);
        mayAnswer.release(100);

        for (Future<Optional<IssuedToken>> answer : answers) {
            answer.get();
        }
        assertThat(asked.getFirst()).containsExactly(hash(0));
        // Ten, as many as the next power of two.
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1))
                .hasSize(16)
                .containsAll(IntStream.range(1, 11)
                        .mapToObj(SharedLookupsTests::hash)
                        .toList());
    }

    @Test
    @DisplayName("A look-up that is stuck holds up those who are in it, and others no longer than the patience lasts")
    void one_that_is_stuck_holds_nobody_up_for_ever() throws Exception {
        var mayAnswer = new Semaphore(0);
        Function<List<TokenHash>, Map<TokenHash, IssuedToken>> database = hashes -> {
            if (hashes.contains(hash(0))) {
                mayAnswer.acquireUninterruptibly();
            }
            return known(hashes);
        };
        var lookups = new SharedLookups(database, Duration.ofMillis(20), threads);
        List<Future<Optional<IssuedToken>>> answers = new ArrayList<>();

        look(lookups, 0, answers);
        await().until(() -> mayAnswer.getQueueLength() == 1);
        look(lookups, 2, answers);
        look(lookups, 3, answers);

        assertThat(answers.get(1).get()).isPresent();
        assertThat(answers.get(2).get()).isEmpty();
        assertThat(answers.getFirst()).isNotDone();
        assertThat(lookups.waiting()).isZero();
        // Nor anybody who comes after that.
        assertThat(lookups.find(hash(4))).isPresent();
        assertThat(answers.getFirst()).isNotDone();
        mayAnswer.release();
        assertThat(answers.getFirst().get()).isPresent();
        assertThat(lookups.find(hash(6))).isPresent();
    }

    @Test
    @DisplayName("The first looks for itself and is not kept; one other thread looks for all that come meanwhile")
    void the_first_is_not_kept_and_one_thread_goes_on() throws Exception {
        var asking = new CopyOnWriteArrayList<Thread>();
        var mayAnswer = new Semaphore(0);
        var lookups = new SharedLookups(
                hashes -> {
                    asking.add(Thread.currentThread());
                    mayAnswer.acquireUninterruptibly();
                    return known(hashes);
                },
                Duration.ofMinutes(1),
                threads);
        List<Future<Optional<IssuedToken>>> answers = new ArrayList<>();

        look(lookups, 0, answers);
        await().until(() -> asking.size() == 1);
        for (int number = 2; number <= 8; number += 2) {
            look(lookups, number, answers);
            await().until(() -> lookups.waiting() == 1);
            mayAnswer.release();
            assertThat(answers.get(number / 2 - 1).get()).isPresent();
            int turns = number / 2 + 1;
            await().until(() -> asking.size() == turns);
        }
        mayAnswer.release();

        assertThat(answers.getLast().get()).isPresent();
        assertThat(asking).hasSize(5);
        assertThat(Set.copyOf(asking.subList(1, 5))).hasSize(1).doesNotContain(asking.getFirst());
    }

    @Test
    @DisplayName("When the thread that goes on is stuck, others take its place after the patience")
    void the_thread_that_goes_on_may_be_stuck_too() throws Exception {
        var asked = new CopyOnWriteArrayList<List<TokenHash>>();
        var firstMayAnswer = new Semaphore(0);
        var mayAnswer = Map.of(hash(0), firstMayAnswer, hash(2), new Semaphore(0), hash(4), new Semaphore(0));
        var lookups = new SharedLookups(
                hashes -> {
                    asked.add(hashes);
                    Optional.ofNullable(mayAnswer.get(hashes.getFirst())).ifPresent(Semaphore::acquireUninterruptibly);
                    return known(hashes);
                },
                Duration.ofMillis(500),
                threads);
        List<Future<Optional<IssuedToken>>> answers = new ArrayList<>();

        look(lookups, 0, answers);
        await().until(() -> asked.size() == 1);
        look(lookups, 2, answers);
        await().until(() -> lookups.waiting() == 1 || asked.size() == 2);
        firstMayAnswer.release();
        assertThat(answers.getFirst().get()).isPresent();
        await().until(() -> asked.size() == 2);
        // Stuck now; this one begins after it, is stuck as well, and leaves somebody behind.
        look(lookups, 4, answers);
        await().until(() -> asked.size() == 3);
        look(lookups, 6, answers);

        assertThat(answers.getLast().get()).isPresent();
        assertThat(answers.get(1)).isNotDone();
        assertThat(answers.get(2)).isNotDone();
        mayAnswer.values().forEach(Semaphore::release);
        assertThat(answers.get(1).get()).isPresent();
        assertThat(answers.get(2).get()).isPresent();
        assertThat(lookups.find(hash(8))).isPresent();
        assertThat(lookups.waiting()).isZero();
    }

    @Test
    void a_failure_is_told_to_all_that_it_met_and_to_nobody_else() throws Exception {
        var broken = new IllegalStateException("the database broke");
        var mayAnswer = new Semaphore(0);
        Function<List<TokenHash>, Map<TokenHash, IssuedToken>> database = hashes -> {
            mayAnswer.acquireUninterruptibly();
            if (hashes.contains(hash(3))) {
                throw broken;
            }
            return known(hashes);
        };
        var lookups = new SharedLookups(database, Duration.ofMinutes(1), threads);
        List<Future<Optional<IssuedToken>>> answers = new ArrayList<>();

        look(lookups, 0, answers);
        await().until(mayAnswer::getQueueLength, length -> length == 1);
        look(lookups, 3, answers);
        look(lookups, 4, answers);
        await().until(() -> lookups.waiting() == 2);
        mayAnswer.release(100);

        assertThat(answers.getFirst().get()).isPresent();
        for (Future<Optional<IssuedToken>> answer : answers.subList(1, 3)) {
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(broken);
        }
        assertThat(lookups.find(hash(6))).isPresent();
    }

    private void look(SharedLookups lookups, int number, List<Future<Optional<IssuedToken>>> answers) {
        answers.add(threads.submit(() -> lookups.find(hash(number))));
    }
}
