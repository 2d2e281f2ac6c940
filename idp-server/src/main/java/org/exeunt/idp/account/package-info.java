/** People who can sign in. */
@NullMarked
package org.exeunt.idp.account;

import org.jspecify.annotations.NullMarked;
