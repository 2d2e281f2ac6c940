package org.exeunt.demo.backchannel;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How a call of the back-channel endpoint is answered (Back-Channel Logout 1.0, section 2.8). */
@Component
class LogoutTokenResponse {

    private static final String WHAT = LogoutTokenResponse.class.getName();

    private final JsonMapper json;

    LogoutTokenResponse(JsonMapper json) {
        this.json = json;
    }

    /** 200 without a body: what the token asked for has happened. */
    void done(HttpServletRequest request, HttpServletResponse response, String what) {
        request.setAttribute(WHAT, what);
        response.setStatus(HttpStatus.OK.value());
    }

    /** @param why in words that quote nothing of the request */
    void refused(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String why)
            throws IOException {
        request.setAttribute(WHAT, why);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        String error = status.is5xxServerError() ? "temporarily_unavailable" : "invalid_request";
        response.getOutputStream()
                .write(json.writeValueAsString(Map.of("error", error, "error_description", why))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** What was answered to this request, in words; null if it was not us who answered. */
    @Nullable
    String given(HttpServletRequest request) {
        return (String) request.getAttribute(WHAT);
    }
}
