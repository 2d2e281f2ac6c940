package org.exeunt.idp.authorization;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/** What a value that we handed out is for. The names are stored: they never change. */
public enum TokenKind {
    CODE,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    STATE,
    DEVICE_CODE,
    USER_CODE;

    /** Whether presenting a value of this kind a second time means that it was stolen or replayed (RFC 9700, 4.14.2). */
    boolean isSingleUseCredential() {
        return this == CODE || this == REFRESH_TOKEN;
    }

    /** The kind that the framework asks for; {@code null} for a type that we never issue. */
    static @Nullable TokenKind of(OAuth2TokenType type) {
        return switch (type.getValue()) {
            case OAuth2ParameterNames.CODE -> CODE;
            case OAuth2ParameterNames.ACCESS_TOKEN -> ACCESS_TOKEN;
            case OAuth2ParameterNames.REFRESH_TOKEN -> REFRESH_TOKEN;
            case OAuth2ParameterNames.STATE -> STATE;
            case OAuth2ParameterNames.DEVICE_CODE -> DEVICE_CODE;
            case OAuth2ParameterNames.USER_CODE -> USER_CODE;
            default -> null;
        };
    }
}
