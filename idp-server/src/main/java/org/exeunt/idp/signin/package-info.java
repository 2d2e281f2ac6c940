/** Signing in: the page, and the start of an SSO session. */
@NullMarked
package org.exeunt.idp.signin;

import org.jspecify.annotations.NullMarked;
