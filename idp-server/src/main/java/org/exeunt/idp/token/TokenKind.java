package org.exeunt.idp.token;

import java.util.Locale;

/** The kind of an issued value. The names are stored: they must not change. */
public enum TokenKind {
    CODE,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    STATE,
    DEVICE_CODE,
    USER_CODE;

    /**
     * Whether a second use of a value of this kind means that it was stolen or replayed (RFC 9700, section 4.14.2).
     */
    public boolean isSingleUseCredential() {
        return this == CODE || this == REFRESH_TOKEN;
    }

    /** The OAuth parameter that carries a value of this kind, which is also its token type (RFC 6749 and RFC 8628). */
    public String parameterName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
