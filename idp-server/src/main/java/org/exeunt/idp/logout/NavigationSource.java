package org.exeunt.idp.logout;

/** How a request came to be, as far as the browser tells (Fetch Metadata Request Headers). */
public enum NavigationSource {

    /** A page of our own, said by the browser itself. */
    OWN_PAGE,

    /** A navigation by a page of the same site, by the person, or by a browser that does not tell. */
    SAME_SITE_OR_UNKNOWN,

    /** A navigation that a page of another site started. */
    CROSS_SITE,

    /** A program and no browser: no cookie at all, none of the headers by which browsers tell, and no wish for a page. */
    PROGRAM,

    /** Not the person's navigation: an image, a script, a frame, a prefetch, a mere look at the headers. */
    NOT_A_NAVIGATION
}
