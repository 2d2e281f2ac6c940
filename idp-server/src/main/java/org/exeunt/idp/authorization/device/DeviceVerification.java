package org.exeunt.idp.authorization.device;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.exeunt.idp.web.FormProtection;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationProvider;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * Device verification (RFC 8628, section 3.3). An attacker can start the flow on a device of their own and lead a
 * user to its user code (section 5.4). So a device is connected only by a form of our own page, only after the user
 * confirms that they started this; stored consent does not replace that confirmation.
 */
public final class DeviceVerification {

    public static final String PATH = "/oauth2/device_verification";

    /** Parameter of the button that connects the device. */
    private static final String ANSWER = "answer";

    private static final String CONNECT = "connect";

    private DeviceVerification() {}

    /**
     * The framework asks only for scopes that the user has not granted before, and takes any POST as consent to the
     * others.
     */
    public static void alwaysAsk(
            List<AuthenticationProvider> providers, DeviceThrottle throttle, DeviceAnswers answers) {
        for (var provider : providers) {
            if (provider instanceof OAuth2DeviceVerificationAuthenticationProvider verification) {
                verification.setAuthorizationConsentRequired(_ -> true);
            }
            if (provider instanceof OAuth2DeviceAuthorizationConsentAuthenticationProvider consent) {
                consent.setAuthorizationConsentCustomizer(DeviceVerification::grantNothingWithoutAYes);
            }
        }
        UserCodeProvider.decorate(providers, throttle);
        answers.decorate(providers);
    }

    private static void grantNothingWithoutAYes(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2DeviceAuthorizationConsentAuthenticationToken consent = context.getAuthentication();
        if (!CONNECT.equals(consent.getAdditionalParameters().get(ANSWER))) {
            context.getAuthorizationConsent().authorities(Set::clear);
        }
    }

    public static void showFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String error = failure instanceof OAuth2AuthenticationException refused
                ? refused.getError().getErrorCode()
                : "";
        String shown = switch (error) {
            case OAuth2ErrorCodes.ACCESS_DENIED -> "denied";
            case UserCodeProvider.TOO_MANY -> "too-many-codes";
            default -> "unknown-code";
        };
        response.sendRedirect("/activate?failure=" + shown);
    }

    /** The framework exempts all its endpoints from CSRF protection; this one takes a form of our page, by the session cookie. */
    public static CsrfFilter csrfFilter(FormProtection formProtection) {
        CsrfFilter filter = formProtection.filter(pathPattern(HttpMethod.POST, PATH));
        // Its name tells it apart from the chain's own, which would count as the same filter, already passed.
        filter.setBeanName("deviceVerificationCsrf");
        return filter;
    }
}
