package org.exeunt.demo.server;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** What came back from the server. That nothing came back is a value too. */
public sealed interface Reply extends Serializable {

    Instant at();

    /** The status as shown to users: a number, or that there was none. */
    String status();

    /**
     * The server answered.
     *
     * @param body the text as it came, cut if it was very long
     * @param fields the members if the body was a JSON object; otherwise empty
     */
    record Answered(int code, String body, Map<String, Object> fields, Instant at) implements Reply {

        @Override
        public String status() {
            return Integer.toString(code);
        }

        /** The member of that name as text; empty if there is none. */
        public String field(String name) {
            return String.valueOf(fields.getOrDefault(name, ""));
        }
    }

    /** The server could not be reached, or did not answer in time. What it did is unknown. */
    record NoAnswer(String why, Instant at) implements Reply {

        @Override
        public String status() {
            return "no-answer";
        }
    }
}
