package org.exeunt.idp.logout;

/** How a request was started, according to the browser (Fetch Metadata Request Headers). */
public enum NavigationSource {

    /** A page of this server. */
    OWN_PAGE,

    /** A navigation by a page of the same site, by the user, or by a browser that does not send the headers. */
    SAME_SITE_OR_UNKNOWN,

    /** A navigation started by a page of another site. */
    CROSS_SITE,

    /** A program and no browser: no cookie at all, none of the headers by which browsers tell, and no wish for a page. */
    PROGRAM,

    /** No navigation by the user: an image, a script, a frame, a prefetch, or a HEAD request. */
    NOT_A_NAVIGATION
}
