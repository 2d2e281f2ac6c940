package org.exeunt.idp.logout;

import java.util.Optional;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.session.Sid;

/**
 * The browser that a request came from.
 *
 * @param sid the live SSO session named by its cookie
 * @param page origin of the page that started the request, if the browser tells
 */
public record Browser(Optional<Sid> sid, Initiation initiation, Optional<Origin> page) {}
