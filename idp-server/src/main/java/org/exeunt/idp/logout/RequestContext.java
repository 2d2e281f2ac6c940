package org.exeunt.idp.logout;

import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.session.SsoSession;

/**
 * The browser that a request came from.
 *
 * @param session the live SSO session of its cookie when the request arrived
 * @param page origin of the page that started the request, if the browser sends it
 */
public record RequestContext(Optional<SsoSession> session, NavigationSource initiation, Optional<Origin> page) {}
