/** What browsers tell about a request. */
@NullMarked
package org.exeunt.idp.browser;

import org.jspecify.annotations.NullMarked;
