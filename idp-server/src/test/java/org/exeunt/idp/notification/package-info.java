@NullMarked
package org.exeunt.idp.notification;

import org.jspecify.annotations.NullMarked;
