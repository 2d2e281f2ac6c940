package org.exeunt.idp.logout.refresh;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {"refresh_token": "…"}}. */
@Component
class RefreshTokenBody {

    /** Many times what a token needs. */
    private static final int LONGEST = 10_000;

    private final JsonMapper json;

    RefreshTokenBody(JsonMapper json) {
        this.json = json;
    }

    /** The refresh token in the body; empty if there is no body, or it says something else. */
    Optional<String> read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length == 0 || body.length > LONGEST) {
            return Optional.empty();
        }
        try {
            Body read = json.readValue(body, Body.class);
            return read == null
                    ? Optional.empty()
                    : Optional.ofNullable(read.refreshToken()).filter(token -> !token.isBlank());
        } catch (JacksonException somethingElse) {
            return Optional.empty();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Body(
            @JsonProperty("refresh_token") @Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Body";
        }
    }
}
