package org.exeunt.idp.authorization.device;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The code that a device shows (RFC 8628, section 6.1): two groups of four consonants. */
public final class UserCode {

    private static final String GROUP = "[BCDFGHJKLMNPQRSTVWXZ]{4}";

    private static final Pattern FORM = Pattern.compile(GROUP + "-" + GROUP);

    private UserCode() {}

    /** The code as it is shown, in upper case; empty if the text can be no code. It may still be unknown or expired. */
    public static Optional<String> parse(String text) {
        return Optional.of(text.strip().toUpperCase(Locale.ROOT))
                .filter(code -> FORM.matcher(code).matches());
    }
}
