package org.exeunt.idp.session;

/**
 * Application event, handled synchronously, in the transaction that begins the new session: a user signed in in a browser that carried
 * another user's session.
 *
 * @param previous the session that has to end
 */
public record UserSwitched(Sid previous) {}
