package org.exeunt.idp.client;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What only a client with a secret may have: the grant {@code client_credentials} (RFC 6749, section 4.4) and the scopes of
 * this server's own interfaces, which begin with {@code exeunt.}. Anyone can send the {@code client_id} of a public client, so
 * these would authenticate nobody. Introspection is refused to public clients where it is answered (RFC 7662, section 2.1), so that
 * none is a resource server.
 */
final class Privileges {

    private static final String OWN_SCOPES = "exeunt.";
    private static final String CLIENT_CREDENTIALS = "client_credentials";

    private Privileges() {}

    static boolean isPrivilegedGrant(String grantType) {
        return grantType.equals(CLIENT_CREDENTIALS);
    }

    static boolean isPrivilegedScope(String scope) {
        return scope.startsWith(OWN_SCOPES);
    }

    /** The grants that a public client may use of those that it has. */
    static Set<String> publicGrants(Set<String> grantTypes) {
        return without(Privileges::isPrivilegedGrant, grantTypes);
    }

    /** The scopes that a public client may ask for of those that it has. */
    static Set<String> publicScopes(Set<String> scopes) {
        return without(Privileges::isPrivilegedScope, scopes);
    }

    private static Set<String> without(Predicate<String> privileged, Set<String> values) {
        return values.stream().filter(privileged.negate()).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
