package org.exeunt.idp.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other name of a {@code client_id}, as newer clients of the account platform send it: {@code sdrn:<realm>:client:<id>}. */
public final class ClientSdrn {

    private static final Pattern SDRN = Pattern.compile("sdrn:[A-Za-z0-9.-]{1,100}:client:([^:]{1,100})");

    private ClientSdrn() {}

    /** The {@code client_id} in it, whatever the realm: we have only one. Empty if it is no such name. */
    public static Optional<String> clientId(String sdrn) {
        Matcher name = SDRN.matcher(sdrn);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }
}
