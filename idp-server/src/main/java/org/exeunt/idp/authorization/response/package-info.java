/**
 * Answers of the authorization endpoint: response modes, {@code iss}, descriptions of errors, and the page for requests that cannot be
 * answered to a client (RFC 6749, section 4.1.2; RFC 9207; OAuth 2.0 Form Post Response Mode).
 */
@NullMarked
package org.exeunt.idp.authorization.response;

import org.jspecify.annotations.NullMarked;
