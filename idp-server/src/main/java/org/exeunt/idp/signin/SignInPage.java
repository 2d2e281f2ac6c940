package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        response.sendRedirect(url(request, false));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        response.sendRedirect(url(request, true));
    }

    private static String url(HttpServletRequest request, boolean failed) {
        var url = UriComponentsBuilder.fromPath("/login");
        if (failed) {
            url.queryParam("error");
        }
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
