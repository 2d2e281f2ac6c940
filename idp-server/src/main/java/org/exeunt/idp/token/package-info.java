/** Authorizations and the tokens issued from them, stored as hashes. No type of the authorization server framework is known here. */
@NullMarked
package org.exeunt.idp.token;

import org.jspecify.annotations.NullMarked;
