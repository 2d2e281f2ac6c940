package org.exeunt.idp.signin;

/** An account whose password the sign-in page tells to everybody. */
public record DemoAccount(String username, String password) {}
