package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** The way to the sign-in page: it keeps the client and the wished languages, which decide how the page looks. */
@Component
class SignInPage implements AuthenticationEntryPoint, AuthenticationFailureHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        response.sendRedirect(url(request, Optional.empty()));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof InternalAuthenticationServiceException broken
                && broken.getCause() instanceof RuntimeException cause) {
            // Nobody knows whether the password was right, so nobody is told that it was wrong.
            throw cause;
        }
        response.sendRedirect(url(
                request,
                Optional.of(exception instanceof TooManyAttempts tooMany ? String.valueOf(tooMany.minutes()) : "")));
    }

    private static String url(HttpServletRequest request, Optional<String> error) {
        var url = UriComponentsBuilder.fromPath("/login");
        error.ifPresent(minutes -> add(url, "error", minutes));
        add(url, "client_id", request.getParameter("client_id"));
        add(url, "ui_locales", request.getParameter("ui_locales"));
        return url.encode().toUriString();
    }

    private static void add(UriComponentsBuilder url, String name, @Nullable String value) {
        if (value != null && value.length() <= 100) {
            url.queryParam(name, "{" + name + "}");
            url.uriVariables(Map.of(name, value));
        }
    }
}
