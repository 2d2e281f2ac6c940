/** Themes: templates, styles and messages of the pages. */
@NullMarked
package org.exeunt.idp.theme;

import org.jspecify.annotations.NullMarked;
