package org.exeunt.idp.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.ClientSecret;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Answers revocations and introspections in which nothing is special: a form with one {@code token}, from a client that
 * proves who it is by HTTP Basic. Programs send those all the time, and the framework's way to its endpoints costs several
 * times what it takes to do what they ask.
 *
 * <p>Whatever is not exactly that goes the framework's way, wrong secrets above all: so errors are told in one place, and
 * this one can only say what the other would have said.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class PlainTokenCalls extends HttpFilter {

    private static final String REVOCATION = "/oauth2/revoke";
    private static final String INTROSPECTION = "/oauth2/introspect";
    private static final String BASIC = "Basic ";
    private static final Set<String> KNOWN = Set.of(OAuth2ParameterNames.TOKEN, OAuth2ParameterNames.TOKEN_TYPE_HINT);

    private final RelyingParties relyingParties;
    private final TokenRevocation revocation;
    private final Introspection introspection;
    private final PasswordEncoder secrets = new ClientSecret();

    PlainTokenCalls(
            RelyingParties relyingParties,
            TokenRevocation revocation,
            Authorizations authorizations,
            AuthorizationProperties properties) {
        this.relyingParties = relyingParties;
        this.revocation = revocation;
        this.introspection = new Introspection(authorizations, properties);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (!path.equals(REVOCATION) && !path.equals(INTROSPECTION)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ClientId> caller = isPlain(request) ? caller(request.getHeader("Authorization")) : Optional.empty();
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, path);
        String token = Objects.requireNonNull(request.getParameter(OAuth2ParameterNames.TOKEN));
        if (path.equals(REVOCATION)) {
            revocation.revoke(caller.get(), token);
        } else {
            introspection.answer(caller.get(), token, response);
        }
    }

    /** What cannot be decoded is thrown by whoever reads it first; later readers would see a part of it and not know. */
    private static boolean isPlain(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())
                || request.getQueryString() != null
                || !hasOneBasic(request.getHeaders("Authorization"))) {
            return false;
        }
        Map<String, String[]> parameters = request.getParameterMap();
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            String[] values = parameter.getValue();
            if (!KNOWN.contains(parameter.getKey()) || values.length != 1 || values[0].isBlank()) {
                return false;
            }
        }
        return parameters.containsKey(OAuth2ParameterNames.TOKEN);
    }

    private static boolean hasOneBasic(Enumeration<String> credentials) {
        return credentials.hasMoreElements()
                && credentials.nextElement().startsWith(BASIC)
                && !credentials.hasMoreElements();
    }

    /** Who proves to be who (RFC 6749, section 2.3.1). */
    private Optional<ClientId> caller(String authorization) {
        try {
            String credentials = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length())), UTF_8);
            int colon = credentials.indexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            String secret = URLDecoder.decode(credentials.substring(colon + 1), UTF_8);
            return relyingParties
                    .find(URLDecoder.decode(credentials.substring(0, colon), UTF_8))
                    .filter(client -> secrets.matches(secret, client.secretHash()))
                    .map(client -> client.clientId());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
