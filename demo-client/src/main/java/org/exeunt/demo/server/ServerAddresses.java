package org.exeunt.demo.server;

import java.net.URI;
import java.util.Map;
import org.exeunt.demo.config.DemoProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where the identity provider's endpoints are.
 *
 * <p>Fixed paths instead of discovery, so that a relying party starts while the identity provider is down.
 */
@Component
public class ServerAddresses {

    private final String base;

    ServerAddresses(DemoProperties demo) {
        this.base = demo.server();
    }

    /** The base URL, which is the issuer. */
    public String issuer() {
        return base;
    }

    public String authorize() {
        return base + "/oauth2/authorize";
    }

    public String token() {
        return base + "/oauth2/token";
    }

    public String jwks() {
        return base + "/oauth2/jwks";
    }

    public String userinfo() {
        return base + "/userinfo";
    }

    public String introspect() {
        return base + "/oauth2/introspect";
    }

    public String revoke() {
        return base + "/oauth2/revoke";
    }

    /** Where a browser goes to be signed out. */
    public String logout() {
        return base + "/logout";
    }

    /** Where an app without a browser session signs out. */
    public String apiLogout() {
        return base + "/api/2/logout";
    }

    /** Where an app signs its person out, of the session that they gave it tokens in as well. */
    public String invalidate() {
        return base + "/login/refresh/invalidate";
    }

    /** Where a page gets a new access token, and leaves its refresh token in a cookie. */
    public String appRefresh() {
        return base + "/auth/refresh";
    }

    /** Where a page ends what it got so, by the refresh token or by its cookies. */
    public String appLogout() {
        return base + "/auth/logout";
    }

    /** Where a user sees and ends all their sign-ins. */
    public String devices() {
        return base + "/devices";
    }

    /** An address with parameters, each value encoded. */
    public static URI with(String address, Map<String, String> parameters) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(address);
        parameters.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        return uri.encode().buildAndExpand(parameters).toUri();
    }
}
