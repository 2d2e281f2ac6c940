package org.exeunt.idp.authorization;

import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * The claims of an {@code id_token_hint} that this server issued. Its signature and issuer are verified; it may have
 * expired.
 *
 * @param client the client that it was issued to
 * @param sid the session under which it was issued; empty if there was none
 */
public record IdTokenHint(ClientId client, Subject subject, Optional<Sid> sid) {}
