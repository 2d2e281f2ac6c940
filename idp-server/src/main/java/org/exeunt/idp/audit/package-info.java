/** What was ended, by whom and why: an append-only record, and the operators' query of it. */
@NullMarked
package org.exeunt.idp.audit;

import org.jspecify.annotations.NullMarked;
