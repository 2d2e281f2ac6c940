package org.exeunt.idp.session;

/**
 * Published, and handled at once, when somebody signs in in a browser that carried another person's session.
 *
 * @param previous the session that has to end
 */
public record SignedInAsAnother(Sid previous) {}
