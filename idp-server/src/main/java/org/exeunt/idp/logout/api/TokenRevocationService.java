package org.exeunt.idp.logout.api;

import org.exeunt.idp.authorization.TokenRevocation;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.springframework.stereotype.Component;

/** Revokes the token of {@code POST /oauth2/revoke} (RFC 7009) after the framework has authenticated the client. */
@Component
class TokenRevocationService implements TokenRevocation {

    private final LogoutService logoutService;

    TokenRevocationService(LogoutService logoutService) {
        this.logoutService = logoutService;
    }

    @Override
    public void revoke(ClientId caller, String token) {
        logoutService.logout(new LogoutRequest.TokenRevocation(caller, token));
    }
}
