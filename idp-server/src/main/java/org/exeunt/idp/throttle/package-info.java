/** Counts attempts on all nodes together, and lets further ones wait. */
@NullMarked
package org.exeunt.idp.throttle;

import org.jspecify.annotations.NullMarked;
