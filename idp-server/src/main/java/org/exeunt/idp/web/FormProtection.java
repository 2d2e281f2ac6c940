package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.exeunt.idp.issuer.Issuer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * CSRF protection of the pages' forms that needs no session on the server, so that a form outlives the session, or the
 * sign-in, during which its page was loaded.
 *
 * <p>Browsers say where a form comes from ({@link FormOrigin}), and that decides. Where a browser does not say, the form must
 * carry the token of a cookie. The token stays the same at a sign-in: it protects nothing but forms, and a new one
 * would invalidate the forms in the browser's other tabs.
 */
@Component
public class FormProtection implements Customizer<CsrfConfigurer<HttpSecurity>> {

    private final CsrfTokenRepository tokens;
    private final CsrfTokenRequestHandler handler;
    private final AccessDeniedHandler refusal;

    FormProtection(Issuer issuer, FormRefusal refusal) {
        this.tokens = cookie(issuer);
        this.handler = new OriginOrToken(issuer);
        this.refusal = refusal;
    }

    private static CsrfTokenRepository cookie(Issuer issuer) {
        var cookie = new CookieCsrfTokenRepository();
        // The prefix makes browsers refuse a cookie of this name from another host or over plain http.
        cookie.setCookieName(issuer.isHttps() ? "__Host-exeunt-csrf" : "exeunt-csrf");
        cookie.setCookiePath("/");
        cookie.setCookieCustomizer(
                attributes -> attributes.secure(issuer.isHttps()).httpOnly(true).sameSite("Lax"));
        return cookie;
    }

    /** Protects all forms of a filter chain. */
    @Override
    public void customize(CsrfConfigurer<HttpSecurity> csrf) {
        csrf.csrfTokenRepository(tokens)
                .csrfTokenRequestHandler(handler)
                .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy());
    }

    /** A filter that protects these forms, in a filter chain that is otherwise exempt. */
    public CsrfFilter filter(RequestMatcher forms) {
        var filter = new CsrfFilter(tokens);
        filter.setRequestHandler(handler);
        filter.setRequireCsrfProtectionMatcher(forms);
        filter.setAccessDeniedHandler(refusal);
        return filter;
    }

    /** Accepts a form of our own origin, refuses one of another origin, and asks for the token if the origin is unknown. */
    private static final class OriginOrToken implements CsrfTokenRequestHandler {

        private final CsrfTokenRequestHandler masked = new XorCsrfTokenRequestAttributeHandler();
        private final Issuer issuer;

        OriginOrToken(Issuer issuer) {
            this.issuer = issuer;
        }

        @Override
        public void handle(
                HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> deferredToken) {
            masked.handle(request, response, deferredToken);
        }

        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            return switch (FormOrigin.of(request, issuer)) {
                case OWN -> token.getToken();
                case FOREIGN -> null;
                case UNKNOWN -> masked.resolveCsrfTokenValue(request, token);
            };
        }
    }
}
