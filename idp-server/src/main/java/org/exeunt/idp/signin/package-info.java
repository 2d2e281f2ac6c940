/** Sign-in: the page, the password check and its throttle, and the start of an SSO session. */
@NullMarked
package org.exeunt.idp.signin;

import org.jspecify.annotations.NullMarked;
