/** Values that are handed out once and stored as hashes only. */
@NullMarked
package org.exeunt.idp.secret;

import org.jspecify.annotations.NullMarked;
