/** What an operator can set, and which of the two relying parties this application context is. */
@NullMarked
package org.exeunt.demo.config;

import org.jspecify.annotations.NullMarked;
