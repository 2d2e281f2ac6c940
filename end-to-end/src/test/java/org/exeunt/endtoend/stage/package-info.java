/** What the journeys need: the applications as processes, users with browsers, and other sites. */
@NullMarked
package org.exeunt.endtoend.stage;

import org.jspecify.annotations.NullMarked;
