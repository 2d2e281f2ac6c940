package org.exeunt.idp.client;

import java.net.URI;

/**
 * How a relying party wants to hear of a logout in the browser (OpenID Connect Front-Channel Logout 1.0, section 2).
 *
 * @param logoutUri the page that the browser loads in a frame: absolute, without fragment, at the origin of a redirect URI
 * @param sessionRequired whether the page must be told the issuer and the sid
 */
public record FrontChannel(URI logoutUri, boolean sessionRequired) {}
