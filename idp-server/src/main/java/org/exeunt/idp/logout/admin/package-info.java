/** The operator's programs end a user's sessions: the administration API, and Global Token Revocation. */
@NullMarked
package org.exeunt.idp.logout.admin;

import org.jspecify.annotations.NullMarked;
