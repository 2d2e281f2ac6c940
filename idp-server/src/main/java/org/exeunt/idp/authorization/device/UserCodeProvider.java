package org.exeunt.idp.authorization.device;

import java.util.List;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.throttle.ThrottleDecision;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationToken;

/** Limits the wrong user codes that are entered on the verification page (RFC 8628, section 5.1). */
final class UserCodeProvider implements AuthenticationProvider {

    static final String TOO_MANY = "too_many_user_codes";

    private final AuthenticationProvider framework;
    private final DeviceThrottle throttle;

    private UserCodeProvider(AuthenticationProvider framework, DeviceThrottle throttle) {
        this.framework = framework;
        this.throttle = throttle;
    }

    /** Decorates the framework's provider among those of the device verification endpoint. */
    static void decorate(List<AuthenticationProvider> providers, DeviceThrottle throttle) {
        providers.replaceAll(provider -> provider instanceof OAuth2DeviceVerificationAuthenticationProvider
                ? new UserCodeProvider(provider, throttle)
                : provider);
    }

    /** @throws OAuth2AuthenticationException {@link #TOO_MANY}, or what the framework's provider throws */
    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var entered = (OAuth2DeviceVerificationAuthenticationToken) authentication;
        if (!(entered.getPrincipal() instanceof SsoAuthentication user)) {
            return framework.authenticate(entered);
        }
        return switch (throttle.admitUserCode(user.subject(), entered)) {
            case ThrottleDecision.RetryAfter _ -> throw new OAuth2AuthenticationException(new OAuth2Error(TOO_MANY));
            case ThrottleDecision.Allowed admitted -> check(entered, admitted);
        };
    }

    private @Nullable Authentication check(Authentication entered, ThrottleDecision.Allowed admitted) {
        boolean wrong = false;
        try {
            return framework.authenticate(entered);
        } catch (OAuth2AuthenticationException refused) {
            wrong = refused.getError().getErrorCode().equals(OAuth2ErrorCodes.INVALID_GRANT);
            throw refused;
        } finally {
            if (!wrong) {
                throttle.release(admitted);
            }
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }
}
