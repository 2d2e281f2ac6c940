package org.exeunt.bench;

import java.util.Arrays;
import java.util.List;

/** What a run showed. */
final class Sample {

    private final double perSecond;

    /** In nanoseconds, ascending. */
    private final long[] latencies;

    Sample(double perSecond, long[] latencies) {
        this.perSecond = perSecond;
        this.latencies = latencies.clone();
        Arrays.sort(this.latencies);
    }

    /** All rounds as one: the latencies of all of them, and the speed of the one in the middle. */
    static Sample of(List<Sample> rounds) {
        double[] speeds =
                rounds.stream().mapToDouble(Sample::perSecond).sorted().toArray();
        return new Sample(
                speeds[speeds.length / 2],
                rounds.stream()
                        .flatMapToLong(round -> Arrays.stream(round.latencies))
                        .toArray());
    }

    double perSecond() {
        return perSecond;
    }

    double medianMillis() {
        return at(0.5);
    }

    double p95Millis() {
        return at(0.95);
    }

    private double at(double share) {
        return latencies[(int) (share * (latencies.length - 1))] / 1e6;
    }

    @Override
    public String toString() {
        return "%.0f/s, median %.2f ms".formatted(perSecond, medianMillis());
    }
}
