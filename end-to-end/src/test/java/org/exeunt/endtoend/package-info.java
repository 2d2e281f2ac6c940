/** Journeys over the real server and the real relying parties. */
@NullMarked
package org.exeunt.endtoend;

import org.jspecify.annotations.NullMarked;
