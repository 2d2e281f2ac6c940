/**
 * The keys that sign ID tokens and logout tokens: shared by all nodes, encrypted at rest, rotated automatically, and
 * published as long as a signature may come back.
 */
@NullMarked
package org.exeunt.idp.keys;

import org.jspecify.annotations.NullMarked;
