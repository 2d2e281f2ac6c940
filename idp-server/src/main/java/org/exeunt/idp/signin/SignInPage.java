package org.exeunt.idp.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads to the sign-in page, keeping the client and the requested languages, which decide how the page looks, and the
 * {@code login_hint}.
 */
@Component
class SignInPage implements AuthenticationEntryPoint, AuthenticationFailureHandler {

    private final DeviceResolver devices;

    SignInPage(DeviceResolver devices) {
        this.devices = devices;
    }

    /** An application that lost its session passes the reason on: {@code /login?reason=session_timeout}. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        var url = UriComponentsBuilder.fromPath("/login");
        LastLogoutNotice.reason(devices.lastEnd(request)).ifPresent(reason -> url.queryParam("reason", reason));
        add(url, "login_hint", request.getParameter("login_hint"));
        response.sendRedirect(url(url, request));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof InternalAuthenticationServiceException broken
                && broken.getCause() instanceof RuntimeException cause) {
            // The password was not checked, so the page must not say that it was wrong.
            throw cause;
        }
        var url = UriComponentsBuilder.fromPath("/login");
        add(
                url,
                "error",
                exception instanceof TooManyAttemptsException tooMany ? String.valueOf(tooMany.minutes()) : "");
        response.sendRedirect(url(url, request));
    }

    private static String url(UriComponentsBuilder url, HttpServletRequest request) {
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
