package org.exeunt.idp.logout.sdk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers {@code DELETE /session} in which nothing is special, from a page that may ask, before the filters and the framework that
 * other requests go through: these cost as much as the logout itself. Whatever is to be refused goes their way.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class PlainScripts extends HttpFilter {

    private static final String PATH = "/session";
    private static final String CLIENT_ID = "client_id";

    /** As the framework says it of every answer that depends on the page. */
    private static final List<String> VARY = List.of(
            HttpHeaders.ORIGIN, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);

    private final SessionController sessions;
    private final RelyingParties relyingParties;
    private final SecurityContextRepository people;
    private final JsonMapper json;

    PlainScripts(
            SessionController sessions,
            RelyingParties relyingParties,
            SecurityContextRepository signedInPeople,
            JsonMapper json) {
        this.sessions = sessions;
        this.relyingParties = relyingParties;
        this.people = signedInPeople;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!"DELETE".equals(request.getMethod()) || !PATH.equals(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Origin> page = page(request);
        page.ifPresent(origin -> allowToRead(origin, response));
        Optional<LogoutView> view = page.flatMap(origin -> logout(origin, request, response));
        if (view.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, PATH);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(view.get()));
    }

    /** Whatever the answer is: a script is to see what went wrong, too. */
    private static void allowToRead(Origin page, HttpServletResponse response) {
        VARY.forEach(header -> response.addHeader(HttpHeaders.VARY, header));
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, page.value());
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }

    private Optional<LogoutView> logout(Origin page, HttpServletRequest request, HttpServletResponse response) {
        SecurityContextHolder.setContext(people.loadDeferredContext(request).get());
        try {
            return sessions.logout(request.getParameter(CLIENT_ID), page.value(), request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** The origin of the page, if that is registered for the one client named, and if there is nothing else to the request. */
    private Optional<Origin> page(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders(HttpHeaders.ORIGIN));
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (origins.size() != 1 || hasBody) {
            return Optional.empty();
        }
        String[] clients = request.getParameterValues(CLIENT_ID);
        if (clients == null
                || clients.length != 1
                || !request.getParameterMap().keySet().equals(Set.of(CLIENT_ID))) {
            return Optional.empty();
        }
        return Origin.of(origins.getFirst())
                .filter(origin -> origin.value().equals(origins.getFirst()))
                .filter(origin -> relyingParties
                        .find(clients[0])
                        .filter(client -> client.allows(origin))
                        .isPresent());
    }
}
