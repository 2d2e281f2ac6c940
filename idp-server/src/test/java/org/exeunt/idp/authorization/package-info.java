@NullMarked
package org.exeunt.idp.authorization;

import org.jspecify.annotations.NullMarked;
