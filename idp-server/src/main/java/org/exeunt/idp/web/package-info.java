/** Filter chains, headers and CORS; no domain logic. */
@NullMarked
package org.exeunt.idp.web;

import org.jspecify.annotations.NullMarked;
