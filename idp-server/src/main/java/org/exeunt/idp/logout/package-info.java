/** Logout: requests, the policy, and outcomes. The sub-packages are the ways in. */
@NullMarked
package org.exeunt.idp.logout;

import org.jspecify.annotations.NullMarked;
