package org.exeunt.idp.client;

import java.util.List;

/**
 * The grants that this server gives. Others that the framework knows, token exchange for example, make authorizations that
 * would not end with the one they were made from; nobody can be registered for those.
 */
public final class GrantTypes {

    /** By their names on the wire, in the order of the discovery documents. */
    public static final List<String> OFFERED = List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:device_code");

    private GrantTypes() {}
}
