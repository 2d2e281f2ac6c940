/** Logouts that did not happen because we are broken. */
@NullMarked
package org.exeunt.idp.logout.failed;

import org.jspecify.annotations.NullMarked;
