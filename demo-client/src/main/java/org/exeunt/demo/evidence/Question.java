package org.exeunt.demo.evidence;

/** What can be asked about a sign-out. */
public enum Question {
    SESSION("Session at the identity provider"),
    USERINFO("Access token, used at userinfo"),
    INTROSPECTION("Access token, by introspection"),
    REFRESH("Refresh token");

    private final String words;

    Question(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
