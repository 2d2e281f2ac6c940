/** Redirect logout: {@code /logout} and {@code /connect/logout}. */
@NullMarked
package org.exeunt.idp.logout.redirect;

import org.jspecify.annotations.NullMarked;
