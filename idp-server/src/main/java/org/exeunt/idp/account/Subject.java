package org.exeunt.idp.account;

import java.io.Serializable;

/**
 * The end-user as relying parties know them: the {@code sub} claim. Stable, never given to somebody else, at most 64
 * characters.
 */
public record Subject(String value) implements Serializable {

    public Subject {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("a subject has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
