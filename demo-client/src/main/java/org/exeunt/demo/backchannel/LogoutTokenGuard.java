package org.exeunt.demo.backchannel;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.exeunt.demo.config.DemoProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the framework's filter for back-channel logout, and lets only genuine logout tokens through to it.
 *
 * <p>The framework reads the keys of the identity provider anew for every token that anybody sends; here they are remembered, so
 * that a stranger's token leads to no call. And it is milder than the specification: see {@link LogoutTokenRules}.
 */
@Component
class LogoutTokenGuard extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(LogoutTokenGuard.class);

    private static final int LONGEST_TOKEN = 16_000;

    private static final RequestMatcher ENDPOINT = pathPattern(BackChannelConfiguration.PATH);

    private final JwtDecoder decoder;
    private final LogoutTokenResponse answer;
    private final ReceivedLogoutTokens arrivals;
    private final InstantSource clock;
    private final String client;

    LogoutTokenGuard(
            JwtDecoder logoutTokenDecoder,
            LogoutTokenResponse answer,
            ReceivedLogoutTokens arrivals,
            InstantSource clock,
            DemoProperties demo) {
        this.decoder = logoutTokenDecoder;
        this.answer = answer;
        this.arrivals = arrivals;
        this.clock = clock;
        this.client = demo.self().clientId();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !ENDPOINT.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!HttpMethod.POST.matches(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
            answer.refused(request, response, HttpStatus.METHOD_NOT_ALLOWED, "POST only");
            return;
        }
        if (mayPass(request, response)) {
            chain.doFilter(request, response);
        }
        String given = answer.given(request);
        String what = given == null ? "refused by the framework" : given;
        log.info("Back-channel logout at {}: {} {}", client, response.getStatus(), what);
        arrivals.add(new ReceivedLogoutToken(clock.instant(), Integer.toString(response.getStatus()), what));
    }

    private boolean mayPass(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            String[] tokens = request.getParameterValues("logout_token");
            if (!isForm(request)
                    || tokens == null
                    || tokens.length != 1
                    || tokens[0].isBlank()
                    || tokens[0].length() > LONGEST_TOKEN) {
                answer.refused(request, response, HttpStatus.BAD_REQUEST, "one logout_token in a form is needed");
                return false;
            }
            decoder.decode(tokens[0]);
            return true;
        } catch (JwtValidationException broken) {
            String why =
                    broken.getErrors().stream().map(OAuth2Error::getDescription).collect(Collectors.joining(", "));
            answer.refused(request, response, HttpStatus.BAD_REQUEST, why);
        } catch (BadJwtException broken) {
            answer.refused(request, response, HttpStatus.BAD_REQUEST, "not a JWT signed with a key of the issuer");
        } catch (JwtException noKeys) {
            // The identity provider repeats after 503, and not after 400: a later attempt may find the keys.
            answer.refused(request, response, HttpStatus.SERVICE_UNAVAILABLE, "the issuer's keys cannot be read now");
        } catch (IllegalStateException | IllegalArgumentException unreadable) {
            answer.refused(request, response, HttpStatus.BAD_REQUEST, "the form cannot be read, or is too long");
        }
        return false;
    }

    /** Tokens in addresses end up in logs. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        String query = request.getQueryString();
        return type != null
                && MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(MediaType.parseMediaType(type))
                && (query == null || !query.contains("logout_token"));
    }
}
