package org.exeunt.idp.signin;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads to the sign-in page, keeping where to go on, the client and the requested languages, which decide how the page looks, and
 * the {@code login_hint}.
 */
@Component
class SignInPage implements AuthenticationEntryPoint, AuthenticationFailureHandler {

    private static final RequestMatcher SIGN_IN = pathPattern("/login");

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
        if ("POST".equals(request.getMethod())) {
            url.queryParam(SignInController.INTERRUPTED, SIGN_IN.matches(request) ? "sign-in" : "form");
        }
        addShort(url, "login_hint", request.getParameter("login_hint"));
        addShort(url, "client_id", request.getParameter("client_id"));
        addShort(url, "ui_locales", request.getParameter("ui_locales"));
        ReturnAddress.of(request).ifPresent(address -> add(url, ReturnAddress.PARAMETER, address));
        response.sendRedirect(url.encode().toUriString());
    }

    /**
     * Answers the form itself, and not with a redirect: what was typed as a username may be a password, and must not be in an
     * address.
     */
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException, ServletException {
        if (exception instanceof InternalAuthenticationServiceException broken
                && broken.getCause() instanceof RuntimeException cause) {
            // The password was not checked, so the page must not say that it was wrong.
            throw cause;
        }
        request.setAttribute(WebAttributes.AUTHENTICATION_EXCEPTION, exception);
        request.getRequestDispatcher(SignInController.FAILED).forward(request, response);
    }

    private static void addShort(UriComponentsBuilder url, String name, @Nullable String value) {
        if (value != null && value.length() <= 100) {
            add(url, name, value);
        }
    }

    private static void add(UriComponentsBuilder url, String name, String value) {
        url.queryParam(name, "{" + name + "}");
        url.uriVariables(Map.of(name, value));
    }
}
