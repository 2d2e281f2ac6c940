package org.exeunt.idp.authorization.request;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.exeunt.idp.session.CurrentUser;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers from a consent page whose {@code state} is not valid any more: the session ended meanwhile, or the button was pressed
 * twice. The framework would answer them with an error. The browser repeats the authorization request instead, after a sign-in if
 * the end-user is signed out; scopes that were granted by then are not asked for again.
 */
public final class ConsentAnswerFilter extends OncePerRequestFilter {

    /** Field of the consent page's form: path and query of the authorization request. */
    private static final String AUTHORIZATION_REQUEST = "continue";

    private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

    private static final RequestMatcher POST = pathPattern(HttpMethod.POST, "/oauth2/authorize");

    private final OAuth2AuthorizationService authorizations;
    private final AuthenticationEntryPoint signInPage;

    /** @param signInPage leads to the sign-in page */
    public ConsentAnswerFilter(OAuth2AuthorizationService authorizations, AuthenticationEntryPoint signInPage) {
        this.authorizations = authorizations;
        this.signInPage = signInPage;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !POST.matches(request) || request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String state = request.getParameter(OAuth2ParameterNames.STATE);
        if (CurrentUser.get().isEmpty()) {
            signInPage.commence(request, response, new InsufficientAuthenticationException("the session has ended"));
        } else if (isAuthorizationRequest(request)
                && (state == null || authorizations.findByToken(state, STATE) == null)) {
            response.sendRedirect(request.getParameter(AUTHORIZATION_REQUEST));
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Nothing else: the endpoint checks the request again in full. */
    private static boolean isAuthorizationRequest(HttpServletRequest request) {
        String address = request.getParameter(AUTHORIZATION_REQUEST);
        return address != null && address.matches("/oauth2/authorize\\?[!-\"$-~]+");
    }
}
