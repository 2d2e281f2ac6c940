/** The authorization server's stores: authorizations, registered clients and consents in our tables. */
@NullMarked
package org.exeunt.idp.authorization.store;

import org.jspecify.annotations.NullMarked;
