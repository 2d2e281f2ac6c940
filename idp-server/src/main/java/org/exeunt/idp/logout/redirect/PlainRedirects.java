package org.exeunt.idp.logout.redirect;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers redirects to {@code /logout} and {@code /connect/logout} in which nothing is special, before the filters and the
 * framework that other requests go through: these cost as much as the logout itself.
 *
 * <p>What there is to show is shown the usual way. The logout has been made then, and {@link RedirectController} takes the answer
 * from the request.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class PlainRedirects extends HttpFilter {

    private static final String ANSWER = PlainRedirects.class.getName() + ".answer";

    private static final Set<String> PATHS = Set.of(RedirectController.PLATFORM, RedirectController.RP_INITIATED);

    /** With any other there may be more to do than to redirect: {@code ui_locales} is remembered. */
    private static final Set<String> KNOWN = Set.of(
            "client_id",
            "redirect_uri",
            "post_logout_redirect_uri",
            "oauth_token",
            "id_token_hint",
            "logout_hint",
            "state");

    private final RedirectController redirects;
    private final SecurityContextRepository people;

    PlainRedirects(RedirectController redirects, SecurityContextRepository signedInPeople) {
        this.redirects = redirects;
        this.people = signedInPeople;
    }

    /** What this request was answered already; empty if it was not. */
    static Optional<ModelAndView> answer(HttpServletRequest request) {
        return Optional.ofNullable((ModelAndView) request.getAttribute(ANSWER));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isPlain(request)) {
            chain.doFilter(request, response);
            return;
        }
        ModelAndView answer = answer(request, response);
        if (answer.getView() instanceof SeeOther onwards) {
            request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, request.getRequestURI());
            onwards.render(answer.getModel(), request, response);
        } else {
            request.setAttribute(ANSWER, answer);
            chain.doFilter(request, response);
        }
    }

    private static boolean isPlain(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && PATHS.contains(request.getRequestURI())
                && !FirstReading.failed(request)
                && KNOWN.containsAll(request.getParameterMap().keySet());
    }

    private ModelAndView answer(HttpServletRequest request, HttpServletResponse response) {
        SecurityContextHolder.setContext(people.loadDeferredContext(request).get());
        try {
            return redirects.answer(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
