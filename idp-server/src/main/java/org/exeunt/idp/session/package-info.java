/** SSO sessions and their participants, and the browser sessions that carry them. */
@NullMarked
package org.exeunt.idp.session;

import org.jspecify.annotations.NullMarked;
