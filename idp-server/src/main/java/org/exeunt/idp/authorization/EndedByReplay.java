package org.exeunt.idp.authorization;

import org.exeunt.idp.database.Gate;

/**
 * An authorization has just ended because a value that may be used once was presented a second time (RFC 9700, section 4.14.2).
 * Told in the transaction that ends it.
 *
 * @param end that was passed
 * @param kind of the value
 */
public record EndedByReplay(AuthorizationId authorization, Gate end, TokenKind kind) {}
