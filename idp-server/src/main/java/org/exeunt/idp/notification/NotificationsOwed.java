package org.exeunt.idp.notification;

import org.exeunt.idp.session.Sid;

/** Some participants of this session are to be told that it ended. Holds once the transaction is committed. */
record NotificationsOwed(Sid sid) {}
