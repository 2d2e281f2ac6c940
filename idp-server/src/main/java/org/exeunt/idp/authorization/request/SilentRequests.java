package org.exeunt.idp.authorization.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authorization requests that must not show anything to the user: {@code prompt=none} (OpenID Connect Core 1.0, 3.1.2.1). */
public final class SilentRequests {

    private SilentRequests() {}

    /** Whether {@code none} is among the values of the parameter {@code prompt}. */
    public static boolean isSilent(@Nullable Object prompt) {
        return prompt instanceof String values && List.of(values.split(" ")).contains("none");
    }
}
