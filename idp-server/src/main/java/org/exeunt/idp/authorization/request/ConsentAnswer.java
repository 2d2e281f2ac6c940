package org.exeunt.idp.authorization.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.audit.AuditTrail;
import org.exeunt.idp.audit.AuditedAction;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoAuthentication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * The end-user's answer on the consent page. The framework takes a form without scopes as consent to the scopes granted before;
 * here only the form with <em>Allow</em> is consent, and every other one is answered by {@code access_denied}. Each
 * answer is logged, counted and audited.
 */
@Component
public final class ConsentAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentAnswer.class);

    private static final String FIELD = "answer";

    private static final String ALLOW = "allow";

    private final Counter granted;
    private final Counter refused;
    private final AuditTrail audit;

    ConsentAnswer(MeterRegistry metrics, AuditTrail audit) {
        this.granted = counter(metrics, "granted");
        this.refused = counter(metrics, "refused");
        this.audit = audit;
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("consent")
                .description("answers on the consent page")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /** Makes the framework's provider ask for the answer. */
    public void require(List<AuthenticationProvider> providers) {
        for (var provider : providers) {
            if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider consent) {
                consent.setAuthorizationConsentCustomizer(this::grantNothingUnlessAllowed);
            }
        }
    }

    private void grantNothingUnlessAllowed(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        if (!ALLOW.equals(answer.getAdditionalParameters().get(FIELD))) {
            context.getAuthorizationConsent().authorities(Set::clear);
        }
        context.getAuthorizationConsent().authorities(scopes -> record(answer.getClientId(), !scopes.isEmpty()));
    }

    private void record(String client, boolean allowed) {
        Subject subject = CurrentUser.get().map(SsoAuthentication::subject).orElseThrow();
        if (allowed) {
            granted.increment();
            LOG.info("consent given: subject={} client={}", subject.value(), client);
        } else {
            refused.increment();
            LOG.warn("consent refused: subject={} client={}", subject.value(), client);
        }
        audit.record(AuditedAction.consent(subject, new ClientId(client), allowed));
    }
}
