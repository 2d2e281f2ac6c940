/** Filter chains, headers and CORS; no domain logic. */
@NullMarked
package org.exeunt.idp.security;

import org.jspecify.annotations.NullMarked;
