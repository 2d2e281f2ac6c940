/** Relying parties: their registration, and which redirect targets it proves. */
@NullMarked
package org.exeunt.idp.client;

import org.jspecify.annotations.NullMarked;
