/** What the journeys need: the applications as processes, people with browsers, and other sites. */
@NullMarked
package org.exeunt.endtoend.stage;

import org.jspecify.annotations.NullMarked;
