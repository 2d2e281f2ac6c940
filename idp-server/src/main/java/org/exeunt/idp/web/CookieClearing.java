package org.exeunt.idp.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a browser can forget of a sign-in without us, at one way to sign out. */
public interface CookieClearing {

    /** Path of the way to sign out. */
    String path();

    /** Tells the browser to forget it. Must work while the database is away. */
    void forget(HttpServletRequest request, HttpServletResponse response);
}
