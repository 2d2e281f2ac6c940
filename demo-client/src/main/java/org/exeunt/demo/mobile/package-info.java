/** A mobile app without a browser session, played by this server. */
@NullMarked
package org.exeunt.demo.mobile;

import org.jspecify.annotations.NullMarked;
