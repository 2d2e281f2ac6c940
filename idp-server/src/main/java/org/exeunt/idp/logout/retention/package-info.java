/** Deletes ended rows after a retention time, in small batches. */
@NullMarked
package org.exeunt.idp.logout.retention;

import org.jspecify.annotations.NullMarked;
