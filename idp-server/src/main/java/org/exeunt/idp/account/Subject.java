package org.exeunt.idp.account;

import java.io.Serializable;

/**
 * The end-user as relying parties know them: the {@code sub} claim. Stable, never reassigned, at most 64 characters.
 */
public record Subject(String value) implements Serializable {

    /** In characters. */
    public static final int MAXIMUM_LENGTH = 64;

    public Subject {
        if (value.isBlank() || value.length() > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("a subject has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
