package org.exeunt.idp.authorization.claims;

import java.util.function.Function;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.account.Subject;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;

/**
 * The claims of the userinfo endpoint that the access token's scopes include (OpenID Connect Core 1.0, section 5.4).
 */
public class UserInfoMapper implements Function<OidcUserInfoAuthenticationContext, OidcUserInfo> {

    private final Accounts accounts;

    public UserInfoMapper(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
        return accounts.find(new Subject(context.getAuthorization().getPrincipalName()))
                .map(account -> new OidcUserInfo(
                        StandardClaims.of(account, context.getAccessToken().getScopes())))
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
    }
}
