package org.exeunt.demo.evidence;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the answers to probes out of the way of the sign-in.
 *
 * <p>A probe comes back to the one registered redirect URI, where a sign-in comes back too. Its state tells them apart.
 * Must stand before the framework's login filter, which would take the code of a probe for a sign-in.
 */
public class ProbeCallbackFilter extends OncePerRequestFilter {

    private final SessionProbe probe;
    private final RequestMatcher callback;

    public ProbeCallbackFilter(SessionProbe probe, String callbackPath) {
        this.probe = probe;
        this.callback = pathPattern(callbackPath);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !callback.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String state = request.getParameter("state");
        Optional<Evidence> evidence = EvidenceStore.find(request)
                .filter(found -> state != null && found.probe().expects(state));
        if (state == null || evidence.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        if (evidence.get().probe() instanceof Probe.Sent) {
            Finding finding = probe.answer(request.getParameter("code"), request.getParameter("error"));
            EvidenceStore.put(request, evidence.get().withProbe(new Probe.CameBack(state, finding)));
        }
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, "/signed-out");
    }
}
