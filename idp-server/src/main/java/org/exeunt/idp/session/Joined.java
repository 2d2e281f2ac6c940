package org.exeunt.idp.session;

import org.exeunt.idp.client.ClientId;

/** A relying party takes part in a session from the commit of this transaction on, for the first time or again. */
public record Joined(Sid sid, ClientId client) {}
