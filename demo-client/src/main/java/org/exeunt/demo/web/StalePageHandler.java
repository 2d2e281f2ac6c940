package org.exeunt.demo.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.exeunt.demo.signin.CurrentSignIn;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * A form from a page that is older than the session behind it.
 *
 * <p>Where nobody is signed in any more, "Sign out" has nothing left to do, and a page saying "forbidden" would only
 * leave the user in doubt. A user who is signed in stays so: the form may have come from a foreign site.
 */
@Component
class StalePageHandler implements AccessDeniedHandler {

    private static final RequestMatcher LOCAL_SIGN_OUT = pathPattern("/sign-out/local");

    private static final RequestMatcher SIGN_OUT = new OrRequestMatcher(
            pathPattern("/sign-out/redirect"),
            pathPattern("/sign-out/api"),
            pathPattern("/signed-out/ask-again"),
            pathPattern("/signed-out/end-session"));

    private static final RequestMatcher MOBILE = pathPattern("/mobile/**");

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
        if (LOCAL_SIGN_OUT.matches(request)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        } else if (SIGN_OUT.matches(request)) {
            see(response, "/signed-out");
        } else if (MOBILE.matches(request)) {
            see(response, "/mobile");
        } else {
            see(response, "/");
        }
    }

    private static void see(HttpServletResponse response, String location) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, location);
    }
}
