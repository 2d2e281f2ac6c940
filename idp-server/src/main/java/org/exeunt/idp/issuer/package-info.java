/** Our own address. */
@NullMarked
package org.exeunt.idp.issuer;

import org.jspecify.annotations.NullMarked;
