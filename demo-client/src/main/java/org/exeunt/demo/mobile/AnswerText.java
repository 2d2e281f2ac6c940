package org.exeunt.demo.mobile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.demo.server.Reply;
import org.exeunt.demo.server.Token;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers as the phone's screen shows them: every token shortened. */
@Component
class AnswerText {

    private static final int LONGEST = 1_000;

    private final JsonMapper json;

    AnswerText(JsonMapper json) {
        this.json = json;
    }

    String of(Reply reply) {
        return switch (reply) {
            case Reply.NoAnswer none -> none.why();
            case Reply.Answered answered when answered.fields().isEmpty() -> plain(answered.body());
            case Reply.Answered answered ->
                json.writerWithDefaultPrettyPrinter().writeValueAsString(shortened(answered.fields()));
        };
    }

    private static String plain(String body) {
        return body.isBlank() ? "(empty)" : body.substring(0, Math.min(LONGEST, body.length()));
    }

    private static Map<String, Object> shortened(Map<String, Object> fields) {
        Map<String, Object> shown = new LinkedHashMap<>(fields);
        shown.replaceAll((name, value) ->
                name.endsWith("_token") && value instanceof String secret ? new Token(secret).shown() : value);
        return shown;
    }
}
