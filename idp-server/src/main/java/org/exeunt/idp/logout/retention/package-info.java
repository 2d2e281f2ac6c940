/** What ended long ago is forgotten, in small batches. */
@NullMarked
package org.exeunt.idp.logout.retention;

import org.jspecify.annotations.NullMarked;
