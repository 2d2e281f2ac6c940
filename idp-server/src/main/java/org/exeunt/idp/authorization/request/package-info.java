/** Authorization requests: their validation, their requirements on the sign-in, and the user's consent. */
@NullMarked
package org.exeunt.idp.authorization.request;

import org.jspecify.annotations.NullMarked;
