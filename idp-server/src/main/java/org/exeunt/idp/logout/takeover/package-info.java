/** Somebody else signs in, in the same browser. */
@NullMarked
package org.exeunt.idp.logout.takeover;

import org.jspecify.annotations.NullMarked;
