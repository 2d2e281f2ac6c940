/** Push tokens, valid as long as the authorization that registered them. */
@NullMarked
package org.exeunt.idp.push;

import org.jspecify.annotations.NullMarked;
