/** Verification of devices by their user codes (RFC 8628, section 3.3). */
@NullMarked
package org.exeunt.idp.authorization.device;

import org.jspecify.annotations.NullMarked;
