/** The front page. */
@NullMarked
package org.exeunt.demo.home;

import org.jspecify.annotations.NullMarked;
