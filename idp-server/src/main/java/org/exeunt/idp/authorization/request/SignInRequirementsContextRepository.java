package org.exeunt.idp.authorization.request;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.exeunt.idp.authorization.IdTokenHints;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.session.ExpectedSubject;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Loads the user who makes a request. An authorization request has no person if the sign-in does not meet its requirements; the
 * session goes on. So {@code prompt=none} is answered with {@code login_required}, and any other request leads to the sign-in page.
 * {@link AuthorizationRequestValidator} checks who comes back from there.
 *
 * <p>An authorization request that a script or a tag of a page loads ({@code <img src="/oauth2/authorize?…">}) has no person either: no
 * code is issued, no consent is pending, and the session's idle timeout is not extended without the user's doing. Browsers without
 * Fetch Metadata do not tell; what protects there is that a client takes part only once it has redeemed the code.
 */
public class SignInRequirementsContextRepository implements SecurityContextRepository {

    private static final RequestMatcher AUTHORIZATION = pathPattern("/oauth2/authorize");

    private final SecurityContextRepository people;
    private final IdTokenHints hints;
    private final InstantSource clock;

    public SignInRequirementsContextRepository(
            SecurityContextRepository people, IdTokenHints hints, InstantSource clock) {
        this.people = people;
        this.hints = hints;
        this.clock = clock;
    }

    /** @deprecated as the framework says; {@code loadDeferredContext} calls it */
    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        HttpServletRequest request = holder.getRequest();
        if (AUTHORIZATION.matches(request) && !FetchMetadata.mayBeNavigation(request)) {
            return SecurityContextHolder.getContextHolderStrategy().createEmptyContext();
        }
        SecurityContext context = people.loadDeferredContext(request).get();
        if (!AUTHORIZATION.matches(request)) {
            return context;
        }
        SignInRequirements demands = SignInRequirements.of(request, hints);
        demands.person().ifPresent(person -> request.setAttribute(ExpectedSubject.ATTRIBUTE, person.value()));
        return context.getAuthentication() instanceof SsoAuthentication person
                        && !demands.satisfiedBy(person, clock.instant())
                ? SecurityContextHolder.getContextHolderStrategy().createEmptyContext()
                : context;
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        people.saveContext(context, request, response);
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return people.containsContext(request);
    }
}
