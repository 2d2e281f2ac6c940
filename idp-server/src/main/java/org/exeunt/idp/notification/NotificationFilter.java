package org.exeunt.idp.notification;

import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.session.Sid;

/** Which notifications an operator means: those that agree with everything that is given. */
record NotificationFilter(Optional<NotificationState> state, Optional<ClientId> client, Optional<Sid> sid) {}
