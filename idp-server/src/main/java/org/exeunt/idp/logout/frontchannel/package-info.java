/**
 * Logout in frames, for old relying parties (OpenID Connect Front-Channel Logout 1.0): the page that ends a logout loads a page
 * of each of them. Nobody hears whether that signed the person out, so the receipt says "asked".
 */
@NullMarked
package org.exeunt.idp.logout.frontchannel;

import org.jspecify.annotations.NullMarked;
