package org.exeunt.idp.token;

/** Identifies an authorization: the tokens issued under one grant. */
public record AuthorizationId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
