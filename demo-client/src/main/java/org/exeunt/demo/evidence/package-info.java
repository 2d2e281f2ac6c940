/** What really happened after a sign-out: asked of the server, not assumed. */
@NullMarked
package org.exeunt.demo.evidence;

import org.jspecify.annotations.NullMarked;
