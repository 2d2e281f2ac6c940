/** A person sees and ends their own sessions, on this device and on others: the page, and {@code /api/auth}. */
@NullMarked
package org.exeunt.idp.logout.devices;

import org.jspecify.annotations.NullMarked;
