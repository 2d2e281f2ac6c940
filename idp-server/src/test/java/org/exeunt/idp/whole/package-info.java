/** Tests of the whole server: real HTTP, real databases. */
@NullMarked
package org.exeunt.idp.whole;

import org.jspecify.annotations.NullMarked;
