/** A person changes their password, and whoever else is signed in as them is not any longer. */
@NullMarked
package org.exeunt.idp.logout.password;

import org.jspecify.annotations.NullMarked;
