package org.exeunt.idp.theme;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Adds the context of the relying party to every page: theme, texts and name. The relying party is the one in the
 * model ({@code relyingParty}), else the one that {@code client_id} names.
 */
@Component
class PageContext implements HandlerInterceptor {

    private static final String THEME = Theme.class.getName();

    /** Pages with a script of the theme, which makes them more convenient. */
    private static final Set<String> WITH_SCRIPT = Set.of("sign-in", "password", "devices", "home");

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private final Themes themes;
    private final RelyingParties relyingParties;

    PageContext(Themes themes, RelyingParties relyingParties) {
        this.themes = themes;
        this.relyingParties = relyingParties;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
        if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
            return;
        }
        if (WITH_SCRIPT.contains(page.getViewName())) {
            response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        }
        Optional<RelyingParty> relyingParty = relyingParty(page.getModel(), request);
        Theme theme =
                relyingParty.map(RelyingParty::theme).flatMap(themes::find).orElseGet(themes::base);
        page.addObject("theme", use(theme, request));
        page.addObject("clientName", relyingParty.map(RelyingParty::name).orElse(null));
        page.setViewName(theme.template(page.getViewName()));
    }

    private Optional<RelyingParty> relyingParty(Map<String, Object> model, HttpServletRequest request) {
        if (model.get("relyingParty") instanceof RelyingParty found) {
            return Optional.of(found);
        }
        // After a server error the look-up may fail again, and the error page must not.
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status && status >= 500) {
            return Optional.empty();
        }
        return Parameters.single(request, "client_id", 100).flatMap(relyingParties::find);
    }

    /** Texts of the page that answers this request come from this theme. */
    static Theme use(Theme theme, HttpServletRequest request) {
        request.setAttribute(THEME, theme);
        return theme;
    }

    /** The theme of the page that is being rendered; the base theme outside one. */
    static Theme currentTheme(Themes themes) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null && request.getAttribute(THEME, RequestAttributes.SCOPE_REQUEST) instanceof Theme theme
                ? theme
                : themes.base();
    }
}
