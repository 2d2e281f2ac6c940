/** Authorization requests: which are valid, what they demand of the sign-in, and the consent of the person. */
@NullMarked
package org.exeunt.idp.authorization.request;

import org.jspecify.annotations.NullMarked;
