/** Time ends a session: its idle or its absolute limit. */
@NullMarked
package org.exeunt.idp.logout.expiry;

import org.jspecify.annotations.NullMarked;
