/** Checks of everything that is configured below {@code exeunt}, before the server reads or writes anything else. */
@NullMarked
package org.exeunt.idp.configuration;

import org.jspecify.annotations.NullMarked;
