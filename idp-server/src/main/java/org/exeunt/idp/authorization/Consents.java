package org.exeunt.idp.authorization;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The table of consents: the scopes that a user granted to a client. */
@Repository
public class Consents implements OAuth2AuthorizationConsentService {

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    Consents(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void save(OAuth2AuthorizationConsent consent) {
        transaction.executeWithoutResult(_ -> replace(consent));
    }

    private void replace(OAuth2AuthorizationConsent consent) {
        remove(consent);
        jdbc.sql("insert into oauth2_consent (client_id, subject, scopes) values (:clientId, :subject, :scopes)")
                .param("clientId", consent.getRegisteredClientId())
                .param("subject", consent.getPrincipalName())
                .param("scopes", String.join(" ", consent.getScopes()))
                .update();
    }

    @Override
    public void remove(OAuth2AuthorizationConsent consent) {
        jdbc.sql("delete from oauth2_consent where client_id = :clientId and subject = :subject")
                .param("clientId", consent.getRegisteredClientId())
                .param("subject", consent.getPrincipalName())
                .update();
    }

    /**
     * Deletes the consent of a user for a client, so that the client has to ask again.
     *
     * @return whether there was one
     */
    public boolean withdraw(Subject subject, ClientId client) {
        return jdbc.sql("delete from oauth2_consent where client_id = :clientId and subject = :subject")
                        .param("clientId", client.value())
                        .param("subject", subject.value())
                        .update()
                == 1;
    }

    /** The clients that a user granted something, ordered by client. */
    public List<ClientId> clientsOf(Subject subject) {
        return jdbc.sql("select client_id from oauth2_consent where subject = :subject order by client_id")
                .param("subject", subject.value())
                .query((row, _) -> new ClientId(row.getString("client_id")))
                .list();
    }

    /**
     * Forgets what everybody granted to a relying party.
     *
     * @return whether there was anything
     */
    public boolean withdraw(ClientId client) {
        return jdbc.sql("delete from oauth2_consent where client_id = :clientId")
                        .param("clientId", client.value())
                        .update()
                > 0;
    }

    @Override
    public @Nullable OAuth2AuthorizationConsent findById(String clientId, String subject) {
        Optional<Set<String>> scopes = jdbc.sql(
                        "select scopes from oauth2_consent where client_id = :clientId and subject = :subject")
                .param("clientId", clientId)
                .param("subject", subject)
                .query((row, _) -> Scopes.parse(row.getString("scopes")))
                .optional();
        return scopes.map(granted -> {
                    var consent = OAuth2AuthorizationConsent.withId(clientId, subject);
                    granted.forEach(consent::scope);
                    return consent.build();
                })
                .orElse(null);
    }
}
