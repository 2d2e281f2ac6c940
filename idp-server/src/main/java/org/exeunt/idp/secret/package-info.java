/** Values that are handed out once and kept as hashes only. */
@NullMarked
package org.exeunt.idp.secret;

import org.jspecify.annotations.NullMarked;
