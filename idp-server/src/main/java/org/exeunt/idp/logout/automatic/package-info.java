/** Logouts without a request for them: a session expires, or another user signs in in the same browser. */
@NullMarked
package org.exeunt.idp.logout.automatic;

import org.jspecify.annotations.NullMarked;
