package org.exeunt.demo.mobile;

import java.time.Instant;
import org.exeunt.demo.server.Reply;

/**
 * A request of the app and the answer, fit to be shown: without a usable token in it.
 *
 * @param title what the user did
 * @param request the request line
 * @param status the status, or {@code no-answer}
 * @param body the answer
 */
record Exchange(String title, String request, String status, String body, Instant at) {

    static Exchange of(String title, String request, Reply reply, AnswerText text) {
        return new Exchange(title, request, reply.status(), text.of(reply), reply.at());
    }
}
