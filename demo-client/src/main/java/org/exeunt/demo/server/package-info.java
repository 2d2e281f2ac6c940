/** The identity provider as a relying party sees it: where it is, and what it answers. */
@NullMarked
package org.exeunt.demo.server;

import org.jspecify.annotations.NullMarked;
