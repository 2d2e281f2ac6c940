/** Users see and end their own sessions on all devices, and change their password: the pages, and {@code /api/auth}. */
@NullMarked
package org.exeunt.idp.logout.devices;

import org.jspecify.annotations.NullMarked;
