/** Which templates, styles and texts a page gets. */
@NullMarked
package org.exeunt.idp.theme;

import org.jspecify.annotations.NullMarked;
