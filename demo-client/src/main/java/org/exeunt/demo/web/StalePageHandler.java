package org.exeunt.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.exeunt.demo.signin.CurrentSignIn;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/**
 * A form from a page that is older than the session behind it.
 *
 * <p>Where nobody is signed in any more, "Sign out" has nothing left to do, and a page saying "forbidden" would only
 * leave the user in doubt. A user who is signed in stays so: the form may have come from a foreign site.
 */
@Component
class StalePageHandler implements AccessDeniedHandler {

    private final CurrentSignIn signIn;

    StalePageHandler(CurrentSignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        if (signIn.find(request).isPresent()) {
            response.sendError(HttpStatus.FORBIDDEN.value());
            return;
        }
        switch (request.getServletPath()) {
            case "/sign-out/local" -> response.setStatus(HttpStatus.NO_CONTENT.value());
            case "/sign-out/redirect", "/sign-out/api", "/signed-out/ask-again", "/signed-out/end-session" ->
                see(response, "/signed-out");
            case String path when path.startsWith("/mobile/") -> see(response, "/mobile");
            default -> see(response, "/");
        }
    }

    private static void see(HttpServletResponse response, String location) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, location);
    }
}
