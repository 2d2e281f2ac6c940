/**
 * Tells relying parties that a session ended (OpenID Connect Back-Channel Logout 1.0): the duty is a row of the logout's own
 * transaction, and is tried until the app answers or has nothing left to end.
 */
@NullMarked
package org.exeunt.idp.notification;

import org.jspecify.annotations.NullMarked;
