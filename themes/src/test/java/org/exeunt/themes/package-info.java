/** Checks of the pages that every theme must pass; the themes themselves are resources only. */
@NullMarked
package org.exeunt.themes;

import org.jspecify.annotations.NullMarked;
