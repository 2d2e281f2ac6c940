package org.exeunt.idp.account;

import java.util.regex.Pattern;

/** Passwords that the configuration contains as hashes, in the form of Spring Security's delegating encoder. */
final class EncodedPassword {

    private static final String PREFIX = "{bcrypt}";

    private static final Pattern BCRYPT = Pattern.compile("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./0-9A-Za-z]{53}");

    private EncodedPassword() {}

    /** Whether the text is a hash. A password in the clear cannot begin like one: {@link AccountCheck}. */
    static boolean is(String password) {
        return password.startsWith(PREFIX);
    }

    static boolean isDamaged(String password) {
        return is(password) && !BCRYPT.matcher(password).matches();
    }
}
