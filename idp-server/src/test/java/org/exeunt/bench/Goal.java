package org.exeunt.bench;

/** What a measurement must show. */
sealed interface Goal {

    boolean isReached(Sample measured, Sample limit);

    /** In a few words, for the table. */
    String inWords();

    /** At least this share of what the limit does in a second. */
    record ShareOfLimit(double atLeast) implements Goal {

        @Override
        public boolean isReached(Sample measured, Sample limit) {
            return measured.perSecond() >= atLeast * limit.perSecond();
        }

        @Override
        public String inWords() {
            return "≥ %.2f of the limit".formatted(atLeast);
        }
    }

    /** A median of at most so many times the limit's. */
    record TimesLimit(double atMost) implements Goal {

        @Override
        public boolean isReached(Sample measured, Sample limit) {
            return measured.medianMillis() <= atMost * limit.medianMillis();
        }

        @Override
        public String inWords() {
            return "median ≤ %.1f × the limit's".formatted(atMost);
        }
    }

    /** A median of at most so long. */
    record Millis(double atMost) implements Goal {

        @Override
        public boolean isReached(Sample measured, Sample limit) {
            return measured.medianMillis() <= atMost;
        }

        @Override
        public String inWords() {
            return "median ≤ %.0f ms".formatted(atMost);
        }
    }
}
