package org.exeunt.idp.authorization.request;

import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;

/**
 * The end-user's answer on the consent page. The framework takes a form without scopes as consent to the scopes granted before;
 * here only the form with <em>Allow</em> is consent, and every other one is answered by {@code access_denied}.
 */
public final class ConsentAnswer {

    private static final String FIELD = "answer";

    private static final String ALLOW = "allow";

    private ConsentAnswer() {}

    /** Makes the framework's provider ask for the answer. */
    public static void require(List<AuthenticationProvider> providers) {
        for (var provider : providers) {
            if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider consent) {
                consent.setAuthorizationConsentCustomizer(ConsentAnswer::grantNothingUnlessAllowed);
            }
        }
    }

    private static void grantNothingUnlessAllowed(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        if (!ALLOW.equals(answer.getAdditionalParameters().get(FIELD))) {
            context.getAuthorizationConsent().authorities(Set::clear);
        }
    }
}
