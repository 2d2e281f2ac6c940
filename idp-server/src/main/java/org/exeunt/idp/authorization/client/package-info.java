/** Client authentication at the token, introspection and revocation endpoints (RFC 6749, section 2.3). */
@NullMarked
package org.exeunt.idp.authorization.client;

import org.jspecify.annotations.NullMarked;
