package org.exeunt.idp.logout.legacy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * A script that hands data to the page that waits for it, by the one function that the old clients offer. Always with status 200:
 * browsers run no script of another status, and the page would wait in vain.
 */
@Component
class JsonpResponse {

    private static final MediaType SCRIPT = new MediaType("application", "javascript", StandardCharsets.UTF_8);

    private final JsonMapper json;

    JsonpResponse(JsonMapper json) {
        this.json = json;
    }

    ResponseEntity<String> of(JsonpRequest call, Map<String, @Nullable Object> data) {
        // Begins with what is no other kind of file, and looks whether the page still waits.
        return script(
                ResponseEntity.ok(),
                "/**/window.SPiD&&SPiD.Talk&&SPiD.Talk.response(\"%s\",%s);"
                        .formatted(call.callback(), harmless(json.writeValueAsString(data))));
    }

    /** An error as the old clients know it, beside what they may read in any case. */
    ResponseEntity<String> error(
            JsonpRequest call, int code, String type, String description, Map<String, @Nullable Object> response) {
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("error", Map.of("code", code, "type", type, "description", description));
        envelope.put("response", response);
        return of(call, envelope);
    }

    /** Says nothing of the request again, and browsers do not run it. */
    static ResponseEntity<String> unreadable() {
        return script(ResponseEntity.badRequest(), "/* Not understood. */");
    }

    private static ResponseEntity<String> script(ResponseEntity.BodyBuilder answer, String body) {
        return answer.contentType(SCRIPT)
                // Pages of other origins run it; whose, was decided by the referrer.
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header(HttpHeaders.VARY, "Cookie, Referer")
                .body(body);
    }

    /** JSON that means the same in a script, whatever surrounds it. */
    private static String harmless(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
