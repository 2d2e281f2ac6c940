/** What every page has: look, headers, filters. */
@NullMarked
package org.exeunt.demo.web;

import org.jspecify.annotations.NullMarked;
