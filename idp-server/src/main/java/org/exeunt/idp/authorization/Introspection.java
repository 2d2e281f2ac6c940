package org.exeunt.idp.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenIntrospectionClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Token introspection (RFC 7662). A relying party that proves who it is may introspect its own tokens; any other value, also
 * another relying party's live token, is simply not active.
 *
 * <p>The framework asks it as a provider and leaves the answer to it as the handler; whoever knows the caller already asks
 * directly. The framework's own words for the answer are claims in objects that are made to be translated into these.
 */
class Introspection implements AuthenticationProvider, AuthenticationSuccessHandler {

    private final SharedLookups tokens;
    private final String issuer;
    private final JsonMapper json = new JsonMapper();

    Introspection(Authorizations authorizations, AuthorizationProperties properties) {
        this.tokens = new SharedLookups(authorizations::find);
        this.issuer = properties.issuer().toString();
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        // A public client is identified, not authenticated (RFC 7662, section 2.1).
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)
                || !client.isAuthenticated()
                || ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        String caller = Objects.requireNonNull(client.getRegisteredClient()).getClientId();
        var answer = new OAuth2TokenIntrospectionAuthenticationToken(
                request.getToken(), client, OAuth2TokenIntrospection.builder().build());
        answer.setDetails(mayBeTold(new ClientId(caller), request.getToken()));
        return answer;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication answered) throws IOException {
        write((Optional<?>) Objects.requireNonNull(answered.getDetails()), response);
    }

    /** Tells an authenticated caller what it may know. */
    void answer(ClientId caller, String presented, HttpServletResponse response) throws IOException {
        write(mayBeTold(caller, presented), response);
    }

    /** The token, if it is active for this caller. */
    private Optional<IssuedToken> mayBeTold(ClientId caller, String presented) {
        return tokens.find(TokenHash.of(presented))
                .filter(token -> token.live() && token.client().equals(caller));
    }

    private void write(Optional<?> told, HttpServletResponse response) throws IOException {
        var body = new ByteArrayOutputStream(512);
        try (JsonGenerator answer = json.createGenerator(body)) {
            answer.writeStartObject();
            answer.writeBooleanProperty(OAuth2TokenIntrospectionClaimNames.ACTIVE, told.isPresent());
            if (told.isPresent()) {
                describe((IssuedToken) told.get(), answer);
            }
            answer.writeEndObject();
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.size());
        body.writeTo(response.getOutputStream());
    }

    /** By the names of RFC 7662, section 2.2. */
    private void describe(IssuedToken token, JsonGenerator answer) {
        answer.writeStringProperty(OAuth2TokenIntrospectionClaimNames.ISS, issuer);
        answer.writeStringProperty(
                OAuth2TokenIntrospectionClaimNames.CLIENT_ID, token.client().value());
        answer.writeNumberProperty(
                OAuth2TokenIntrospectionClaimNames.IAT, token.issuedAt().getEpochSecond());
        answer.writeNumberProperty(
                OAuth2TokenIntrospectionClaimNames.EXP, token.expiresAt().getEpochSecond());
        answer.writeStringProperty(OAuth2TokenIntrospectionClaimNames.SCOPE, String.join(" ", token.scopes()));
        token.subject()
                .ifPresent(
                        subject -> answer.writeStringProperty(OAuth2TokenIntrospectionClaimNames.SUB, subject.value()));
        token.sid().ifPresent(sid -> answer.writeStringProperty("sid", sid.value()));
        if (token.kind() == TokenKind.ACCESS_TOKEN) {
            answer.writeStringProperty(
                    OAuth2TokenIntrospectionClaimNames.TOKEN_TYPE, OAuth2AccessToken.TokenType.BEARER.getValue());
        }
    }
}
