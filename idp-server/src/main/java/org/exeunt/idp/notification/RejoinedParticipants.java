package org.exeunt.idp.notification;

import org.exeunt.idp.session.Joined;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.stereotype.Component;

/** A relying party that was signed out of a session by its person may join it again; its end is then news again. */
@Component
class RejoinedParticipants implements ApplicationListener<PayloadApplicationEvent<Joined>> {

    private final LogoutNotifications notifications;

    RejoinedParticipants(LogoutNotifications notifications) {
        this.notifications = notifications;
    }

    /** Within the transaction that lets it join. */
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<Joined> event) {
        Joined joined = event.getPayload();
        notifications.forget(joined.sid(), joined.client());
    }
}
