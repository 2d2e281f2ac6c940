/** Logout: what was asked, what the policy says, what happened. The sub-packages are the ways in. */
@NullMarked
package org.exeunt.idp.logout;

import org.jspecify.annotations.NullMarked;
