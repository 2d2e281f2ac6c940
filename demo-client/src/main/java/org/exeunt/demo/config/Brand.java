package org.exeunt.demo.config;

/** The two relying parties that this application can be. */
public enum Brand {
    SHOP("shop", "Shop"),
    NEWS("news", "News");

    private final String id;
    private final String displayName;

    Brand(String id, String displayName) {
        this.id = id;
        this.displayName = displayName;
    }

    /** The name in settings, file names and cookie names; never shown to users. */
    public String id() {
        return id;
    }

    /** The name as users see it. */
    public String displayName() {
        return displayName;
    }

    public Brand other() {
        return this == SHOP ? NEWS : SHOP;
    }
}
