/** What only a real browser can show: modules, SameSite, CORS, frames and the back button. */
@NullMarked
package org.exeunt.endtoend.browser;

import org.jspecify.annotations.NullMarked;
