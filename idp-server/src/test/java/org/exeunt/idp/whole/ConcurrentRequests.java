package org.exeunt.idp.whole;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Requests and other calls that meet: each in a thread of its own, all let go within a millisecond or two, so that they do not always meet
 * at the same point.
 */
final class ConcurrentRequests {

    private static final int SPREAD_IN_NANOS = 1_500_000;

    private ConcurrentRequests() {}

    /** Sends all of them and waits for every answer, in the order of the calls. */
    static List<HttpResponse<String>> send(List<Callable<HttpResponse<String>>> calls) {
        return call(calls);
    }

    /** Makes all of them and waits for every result, in the order of the calls. */
    static <T> List<T> call(List<Callable<T>> calls) {
        var start = new CyclicBarrier(calls.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (var call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(SPREAD_IN_NANOS));
                    return call.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (var answer : running) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    static List<Callable<HttpResponse<String>>> times(int count, Callable<HttpResponse<String>> call) {
        return Stream.generate(() -> call).limit(count).toList();
    }
}
