/** The audit trail: an append-only record of what ended, by whom and why, and the operators' query of it. */
@NullMarked
package org.exeunt.idp.audit;

import org.jspecify.annotations.NullMarked;
