package org.exeunt.idp.authorization.checksession;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The frame that relying parties' pages ask, and its script ({@code check_session_iframe}). */
@RestController
class CheckSessionController {

    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

    private final RelyingParties relyingParties;

    CheckSessionController(RelyingParties relyingParties) {
        this.relyingParties = relyingParties;
    }

    /** Only pages of relying parties that want it may show it; 404 if there are none. */
    @GetMapping("/connect/check-session")
    ResponseEntity<Resource> frame(HttpServletResponse response) {
        Set<Origin> origins = relyingParties.originsWithSessionManagement();
        if (origins.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        // It knows no list of origins; the policy below does.
        response.setHeader("X-Frame-Options", null);
        return ResponseEntity.ok()
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors "
                                + origins.stream().map(Origin::value).sorted().collect(joining(" ")))
                .contentType(MediaType.TEXT_HTML)
                .body(new ClassPathResource("check-session/check-session.html"));
    }

    @GetMapping("/connect/check-session/v1.js")
    ResponseEntity<Resource> script() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .contentType(SCRIPT)
                .body(new ClassPathResource("check-session/check-session.js"));
    }
}
