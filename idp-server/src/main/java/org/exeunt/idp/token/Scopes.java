package org.exeunt.idp.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The space-delimited list of RFC 6749, section 3.3. */
public final class Scopes {

    private Scopes() {}

    public static Set<String> parse(String scopes) {
        return scopes.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(scopes.split(" ")));
    }
}
