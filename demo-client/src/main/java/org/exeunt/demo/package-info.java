/** Two relying parties, Shop and News, and the simulator of a mobile app, in one process. */
@NullMarked
package org.exeunt.demo;

import org.jspecify.annotations.NullMarked;
