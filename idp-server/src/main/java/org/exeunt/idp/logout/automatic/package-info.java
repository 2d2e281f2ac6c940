/** Time ends a session: its idle or its absolute limit. */
@NullMarked
package org.exeunt.idp.logout.automatic;

import org.jspecify.annotations.NullMarked;
