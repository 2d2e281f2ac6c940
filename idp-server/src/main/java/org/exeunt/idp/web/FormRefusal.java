package org.exeunt.idp.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.exeunt.idp.issuer.Issuer;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/**
 * Answers a form that {@link FormProtection} refuses. An end-user without a session, whose browser has lost its cookies, gets
 * the sign-in page, which leads back to where the form was. Everything else is answered by 403.
 */
@Component
class FormRefusal implements AccessDeniedHandler {

    private final Issuer issuer;
    private final AuthenticationEntryPoint signInPage;
    private final AccessDeniedHandler forbidden = new AccessDeniedHandlerImpl();

    FormRefusal(Issuer issuer, @Lazy AuthenticationEntryPoint signInPage) {
        this.issuer = issuer;
        this.signInPage = signInPage;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException, ServletException {
        if (isSignedIn() || !hasToken(request) || FormOrigin.of(request, issuer) == FormOrigin.FOREIGN) {
            forbidden.handle(request, response, refusal);
        } else {
            signInPage.commence(request, response, new InsufficientAuthenticationException("form without token"));
        }
    }

    /** Every form of our pages has one, whatever became of the cookie. */
    private static boolean hasToken(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                && request.getParameter(token.getParameterName()) != null;
    }

    private static boolean isSignedIn() {
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        return user != null && user.isAuthenticated() && !(user instanceof AnonymousAuthenticationToken);
    }
}
