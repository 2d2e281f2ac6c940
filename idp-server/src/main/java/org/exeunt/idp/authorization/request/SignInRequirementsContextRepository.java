package org.exeunt.idp.authorization.request;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.exeunt.idp.authorization.IdTokenHints;
import org.exeunt.idp.session.ExpectedSubject;
import org.exeunt.idp.session.SsoAuthentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Says who makes a request. Whoever does not meet what an authorization request demands of the sign-in counts as nobody for
 * that request, and for nothing else: their session goes on. So {@code prompt=none} is answered with {@code login_required},
 * and everybody else gets to the sign-in page. {@link AuthorizationRequestValidator} looks at who comes back from there.
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
