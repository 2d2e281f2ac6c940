package org.exeunt.idp.signin;

/** An account whose password the sign-in page shows, for demos. */
public record DemoAccount(String username, String password) {}
