package org.exeunt.idp.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The space-delimited list of RFC 6749, section 3.3. */
public final class Scopes {

    private Scopes() {}

    public static Set<String> parse(String scopes) {
        return scopes.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(scopes.split(" ")));
    }

    /** The scopes that are in both sets, in the order of the first. */
    public static Set<String> intersection(Set<String> scopes, Set<String> allowed) {
        return allowed.containsAll(scopes)
                ? scopes
                : scopes.stream().filter(allowed::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
