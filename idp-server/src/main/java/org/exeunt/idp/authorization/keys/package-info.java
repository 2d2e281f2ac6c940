/**
 * The keys that sign ID tokens and logout tokens: stored for all nodes, sealed, renewed by themselves, and published for as long
 * as something that they signed may come back.
 */
@NullMarked
package org.exeunt.idp.authorization.keys;

import org.jspecify.annotations.NullMarked;
