package org.exeunt.idp.session;

import java.util.Optional;

/**
 * A browser session that exists.
 *
 * @param carried the SSO session that it carries, if that is live
 */
record BrowserSession(Optional<SsoSession> carried) {}
