@NullMarked
package org.exeunt.idp.throttle;

import org.jspecify.annotations.NullMarked;
