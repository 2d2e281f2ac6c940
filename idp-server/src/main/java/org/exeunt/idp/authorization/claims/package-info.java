/** Claims of ID tokens and of the UserInfo endpoint (OpenID Connect Core 1.0, sections 2 and 5). */
@NullMarked
package org.exeunt.idp.authorization.claims;

import org.jspecify.annotations.NullMarked;
