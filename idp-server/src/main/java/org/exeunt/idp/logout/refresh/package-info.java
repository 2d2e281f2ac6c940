/** Applications that keep their refresh token here in a cookie, or hand it back: {@code /auth/refresh} and {@code /auth/logout}. */
@NullMarked
package org.exeunt.idp.logout.refresh;

import org.jspecify.annotations.NullMarked;
