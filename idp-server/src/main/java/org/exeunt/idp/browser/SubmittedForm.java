package org.exeunt.idp.browser;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;

/**
 * Identifies the page whose form was sent, so that a button that is pressed twice does one thing once: both requests carry the same
 * CSRF token, which Spring Security masks anew for each page.
 */
public final class SubmittedForm {

    private static final String CSRF_PARAMETER = "_csrf";

    private SubmittedForm() {}

    /** A hash; empty if the form has no CSRF token. */
    public static Optional<String> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(CSRF_PARAMETER))
                .map(Secret::new)
                .map(Secret::hash);
    }
}
