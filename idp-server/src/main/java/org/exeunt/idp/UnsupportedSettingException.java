package org.exeunt.idp;

/** A setting of Spring Boot is set that this server does not support. */
final class UnsupportedSettingException extends RuntimeException {

    private final String remedy;

    /**
     * @param setting its name, never its value
     * @param remedy what to do instead
     */
    UnsupportedSettingException(String setting, String remedy) {
        super("The setting " + setting + " is not supported.");
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
