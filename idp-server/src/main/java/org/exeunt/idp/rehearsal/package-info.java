/** Starts the server once for the Java platform to learn from it; no part of the server that serves people. */
@NullMarked
package org.exeunt.idp.rehearsal;

import org.jspecify.annotations.NullMarked;
