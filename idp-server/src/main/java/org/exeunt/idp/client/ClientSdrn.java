package org.exeunt.idp.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other name of a {@code client_id}, as newer clients of the account platform send it: {@code sdrn:<realm>:client:<id>}. */
public final class ClientSdrn {

    private static final Pattern SDRN =
            Pattern.compile("sdrn:(?<realm>[A-Za-z0-9.-]{1,100}):client:(?<id>[^:]{1,100})");

    private ClientSdrn() {}

    /** The {@code client_id} in it, whatever the realm: we have only one. Empty if it is no such name. */
    public static Optional<String> clientId(String sdrn) {
        Matcher name = SDRN.matcher(sdrn);
        return name.matches() ? Optional.of(name.group("id")) : Optional.empty();
    }

    /**
     * The name of a user in the realm of this client: {@code sdrn:<realm>:user:<sub>}.
     *
     * @throws IllegalArgumentException if the first is no name of a client
     */
    public static String ofUser(String clientSdrn, String subject) {
        Matcher name = SDRN.matcher(clientSdrn);
        if (!name.matches()) {
            throw new IllegalArgumentException("no SDRN of a client");
        }
        return "sdrn:" + name.group("realm") + ":user:" + subject;
    }
}
