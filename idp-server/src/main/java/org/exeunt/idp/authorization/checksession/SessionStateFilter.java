package org.exeunt.idp.authorization.checksession;

import static org.springframework.security.core.context.SecurityContextHolder.getContext;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.OpBrowserState;
import org.exeunt.idp.session.Sid;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds {@code session_state} to answers of the authorization endpoint, errors too, for relying parties that want it. */
@Component
public class SessionStateFilter extends OncePerRequestFilter {

    private static final RequestMatcher AUTHORIZATION = pathPattern("/oauth2/authorize");

    private final RelyingParties relyingParties;
    private final SessionState sessionState;
    private final OpBrowserState opBrowserState;

    SessionStateFilter(RelyingParties relyingParties, SessionState sessionState, OpBrowserState opBrowserState) {
        this.relyingParties = relyingParties;
        this.sessionState = sessionState;
        this.opBrowserState = opBrowserState;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !AUTHORIZATION.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<RelyingParty> client = Optional.ofNullable(request.getParameter("client_id"))
                .flatMap(relyingParties::find)
                .filter(RelyingParty::sessionManagement);
        chain.doFilter(
                request,
                client.isEmpty()
                        ? response
                        : new HttpServletResponseWrapper(response) {

                            @Override
                            public void sendRedirect(String location) throws IOException {
                                super.sendRedirect(withState(location, client.get(), request, response));
                            }
                        });
    }

    private String withState(
            String location, RelyingParty client, HttpServletRequest request, HttpServletResponse response) {
        Optional<Origin> origin = Origin.of(location);
        if (origin.isEmpty() || client.redirectUris().stream().noneMatch(uri -> answers(location, uri))) {
            return location;
        }
        Optional<Sid> sid = getContext().getAuthentication() instanceof SsoAuthentication person
                ? Optional.of(person.sid())
                : Optional.empty();
        opBrowserState.write(sid, request, response);
        return location + "&session_state=" + sessionState.of(client.clientId(), origin.get(), opBrowserState.of(sid));
    }

    /** Every answer has a parameter: the code, or the error. */
    private static boolean answers(String location, String redirectUri) {
        return location.startsWith(redirectUri + (redirectUri.contains("?") ? "&" : "?"));
    }
}
