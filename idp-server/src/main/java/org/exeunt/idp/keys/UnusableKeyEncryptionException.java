package org.exeunt.idp.keys;

/** The server cannot start with the key-encryption key that it was given, or without one. */
final class UnusableKeyEncryptionException extends RuntimeException {

    private final String remedy;

    UnusableKeyEncryptionException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
