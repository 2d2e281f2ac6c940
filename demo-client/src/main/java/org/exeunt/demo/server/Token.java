package org.exeunt.demo.server;

import java.io.Serializable;

/** A token that gives itself away to nobody: its text form is only its beginning. */
public record Token(String value) implements Serializable {

    private static final int SHOWN = 6;

    /** Enough to recognise the token, too little to use it. */
    public String shown() {
        return value.substring(0, Math.min(SHOWN, value.length() / 2)) + "…";
    }

    @Override
    public String toString() {
        return shown();
    }
}
