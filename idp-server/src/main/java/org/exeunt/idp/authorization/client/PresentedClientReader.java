package org.exeunt.idp.authorization.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.client.ClientSecret;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Reads how a request authenticates or identifies its client. A parameter without a value counts as absent (RFC 6749, section 3.1), and
 * so does an empty password in the header {@code Authorization}: some libraries send both for public clients.
 */
final class PresentedClientReader {

    private static final String TWO_WAYS = "the client authenticates in two ways; use one";

    private final RelyingParties relyingParties;
    private final PasswordEncoder secrets = new ClientSecret();

    PresentedClientReader(RelyingParties relyingParties) {
        this.relyingParties = relyingParties;
    }

    /**
     * Reads the header and the parameters. That a secret is right is for the caller to verify.
     *
     * @throws OAuth2AuthenticationException {@code invalid_request} if a parameter is repeated, the request names two clients or
     *     authenticates in two ways, or the secret is in the address; {@code invalid_client} if the client authenticates in a way that is
     *     not supported (RFC 6749, sections 2.3.1 and 5.2)
     */
    PresentedClient read(HttpServletRequest request) {
        Optional<String> clientId = RequestParameter.of(request, OAuth2ParameterNames.CLIENT_ID);
        Optional<BasicCredentials> header = choose(requireSameClient(BasicCredentials.of(request), clientId));
        Optional<String> secret = RequestParameter.of(request, OAuth2ParameterNames.CLIENT_SECRET);
        if (secret.isPresent() && RequestParameter.isInQuery(request, OAuth2ParameterNames.CLIENT_SECRET)) {
            throw ClientErrors.invalidRequest("client_secret belongs in the form, not in the address");
        }
        if (RequestParameter.of(request, OAuth2ParameterNames.CLIENT_ASSERTION).isPresent()) {
            throw header.isPresent() || secret.isPresent()
                    ? ClientErrors.invalidRequest(TWO_WAYS)
                    : ClientErrors.invalidClient("client_assertion is not supported");
        }
        if (header.filter(BasicCredentials::hasSecret).isPresent()) {
            if (secret.isPresent()) {
                throw ClientErrors.invalidRequest(TWO_WAYS);
            }
            return new PresentedClient.WithSecret(
                    header.get().clientId(), header.get().secret(), ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        }
        return clientId.or(() -> header.map(BasicCredentials::clientId))
                .map(client -> withoutHeader(client, secret))
                .orElseGet(PresentedClient.Unnamed::new);
    }

    private static PresentedClient withoutHeader(String clientId, Optional<String> secret) {
        return secret.<PresentedClient>map(value ->
                        new PresentedClient.WithSecret(clientId, value, ClientAuthenticationMethod.CLIENT_SECRET_POST))
                .orElseGet(() -> new PresentedClient.Identified(clientId));
    }

    /** The meanings of the header that name the same client as the parameter. */
    private static List<BasicCredentials> requireSameClient(
            List<BasicCredentials> meanings, Optional<String> clientId) {
        if (meanings.isEmpty() || clientId.isEmpty()) {
            return meanings;
        }
        List<BasicCredentials> same = meanings.stream()
                .filter(meaning -> meaning.clientId().equals(clientId.get()))
                .toList();
        if (same.isEmpty()) {
            throw ClientErrors.invalidRequest("client_id is another client than that of the header Authorization");
        }
        return same;
    }

    /**
     * The meaning of a header that belongs to a registered client; the first if none does. All are compared, so that the time does not
     * tell which of them it is.
     */
    private Optional<BasicCredentials> choose(List<BasicCredentials> meanings) {
        if (meanings.size() < 2) {
            return meanings.stream().findFirst();
        }
        List<BasicCredentials> matching =
                meanings.stream().filter(this::belongsToAClient).toList();
        return Optional.of(matching.isEmpty() ? meanings.getFirst() : matching.getFirst());
    }

    private boolean belongsToAClient(BasicCredentials credentials) {
        Optional<RelyingParty> client = relyingParties.find(credentials.clientId());
        return credentials.hasSecret()
                ? secrets.matches(
                        credentials.secret(),
                        client.map(RelyingParty::secretHash).orElse(null))
                : client.isPresent();
    }
}
