/** What operators see of every request; what one feature counts is counted there. */
@NullMarked
package org.exeunt.idp.metrics;

import org.jspecify.annotations.NullMarked;
