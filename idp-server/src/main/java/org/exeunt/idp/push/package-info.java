/** Push tokens: which phones may ring for whom, for as long as their application is signed in. */
@NullMarked
package org.exeunt.idp.push;

import org.jspecify.annotations.NullMarked;
