package org.exeunt.idp.token;

import java.util.Locale;

/** What a value that we handed out is for. The names are stored: they never change. */
public enum TokenKind {
    CODE,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    STATE,
    DEVICE_CODE,
    USER_CODE;

    /** Whether presenting a value of this kind a second time means that it was stolen or replayed (RFC 9700, 4.14.2). */
    public boolean isSingleUseCredential() {
        return this == CODE || this == REFRESH_TOKEN;
    }

    /** The OAuth parameter that carries a value of this kind, which is also its token type (RFC 6749 and RFC 8628). */
    public String parameterName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
