/**
 * Authorizations and the tokens issued under them, stored as hashes. Independent of the authorization server
 * framework.
 */
@NullMarked
package org.exeunt.idp.token;

import org.jspecify.annotations.NullMarked;
