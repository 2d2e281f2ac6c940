package org.exeunt.idp.whole;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The addresses of a server, for tests that walk all of them. */
final class Endpoints {

    private Endpoints() {}

    /** Path patterns that take this method: of our controllers, and all of the authorization server and of old clients. */
    static Set<String> of(RunningServer server, RequestMethod method) {
        Set<String> addresses = new LinkedHashSet<>();
        server
                .bean(RequestMappingHandlerMapping.class, "requestMappingHandlerMapping")
                .getHandlerMethods()
                .keySet()
                .stream()
                .filter(mapping -> takes(mapping, method))
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(address -> !address.equals("/error"))
                .forEach(addresses::add);
        ofAuthorizationServer(server).forEach(addresses::add);
        Stream.of("/flow/login", "/oauth/authorize", "/account/summary", "/profile-pages")
                .forEach(addresses::add);
        return addresses;
    }

    /** Paths of the authorization server's endpoints and of the OpenID Connect metadata. */
    static Stream<String> ofAuthorizationServer(RunningServer server) {
        var settings = server.bean(AuthorizationServerSettings.class);
        return Stream.of(
                settings.getAuthorizationEndpoint(),
                settings.getPushedAuthorizationRequestEndpoint(),
                settings.getTokenEndpoint(),
                settings.getTokenIntrospectionEndpoint(),
                settings.getTokenRevocationEndpoint(),
                settings.getJwkSetEndpoint(),
                settings.getOidcUserInfoEndpoint(),
                settings.getOidcLogoutEndpoint(),
                settings.getDeviceAuthorizationEndpoint(),
                settings.getDeviceVerificationEndpoint(),
                "/.well-known/openid-configuration");
    }

    private static boolean takes(RequestMappingInfo mapping, RequestMethod method) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return methods.isEmpty() || methods.contains(method);
    }
}
