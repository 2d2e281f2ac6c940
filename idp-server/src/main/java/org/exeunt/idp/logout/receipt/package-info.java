/** What the person is shown of a logout: each app, and whether it said itself that it signed them out. */
@NullMarked
package org.exeunt.idp.logout.receipt;

import org.jspecify.annotations.NullMarked;
