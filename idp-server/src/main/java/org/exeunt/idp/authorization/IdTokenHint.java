package org.exeunt.idp.authorization;

import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/**
 * What an ID token of ours says that came back as {@code id_token_hint}. Its signature and issuer are proven; it may have
 * expired long ago.
 *
 * @param client the relying party that it was issued to
 * @param sid the session under which it was issued; empty if there was none
 */
public record IdTokenHint(ClientId client, Subject subject, Optional<Sid> sid) {}
