/**
 * Published clients of the account platform that we replace, unmodified: what they ask for of a session, and how. Their logout by
 * redirect and by API are those of everybody.
 */
@NullMarked
package org.exeunt.idp.logout.legacy;

import org.jspecify.annotations.NullMarked;
