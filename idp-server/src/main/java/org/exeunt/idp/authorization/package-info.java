/** Configuration of Spring's authorization server, and what its endpoints share; the sub-packages hold the rest. */
@NullMarked
package org.exeunt.idp.authorization;

import org.jspecify.annotations.NullMarked;
