package org.exeunt.idp.authorization.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The consent page.
 *
 * @param scopes what the page says about scopes, by scope, or by a key of one's own choice if they have an {@code id}. About a scope
 *     without a text it shows the theme's message {@code scope.<name>}, else its name
 */
@ConfigurationProperties("exeunt.consent")
record ConsentProperties(@DefaultValue Map<String, ScopeText> scopes) {

    /**
     * One scope.
     *
     * @param id the scope; the key of this entry if absent. A key has letters, digits and dashes only
     * @param text what the application may do, by language: {@code en}, {@code nb}
     */
    record ScopeText(@Nullable String id, @DefaultValue Map<String, String> text) {

        /** The text in this language, else in English; {@code null} if there is none. */
        @Nullable
        String in(String language) {
            String wanted = text.get(language);
            return wanted == null ? text.get("en") : wanted;
        }
    }

    /** What the page says about this scope; {@code null} if that is not configured. */
    @Nullable
    String text(String scope, String language) {
        return scopes.entrySet().stream()
                .filter(entry -> scope.equals(
                        entry.getValue().id() == null
                                ? entry.getKey()
                                : entry.getValue().id()))
                .findFirst()
                .map(entry -> entry.getValue().in(language))
                .orElse(null);
    }
}
