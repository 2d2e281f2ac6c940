/** Endpoints for the published clients of the account platform that Exeunt replaces, which use them unmodified. */
@NullMarked
package org.exeunt.idp.logout.legacy;

import org.jspecify.annotations.NullMarked;
