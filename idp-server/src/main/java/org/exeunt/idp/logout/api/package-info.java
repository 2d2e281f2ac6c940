/** An application revokes tokens: {@code /api/2/logout} and {@code /oauth2/revoke}. */
@NullMarked
package org.exeunt.idp.logout.api;

import org.jspecify.annotations.NullMarked;
