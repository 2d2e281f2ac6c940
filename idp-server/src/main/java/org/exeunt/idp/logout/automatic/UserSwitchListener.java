package org.exeunt.idp.logout.automatic;

import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.UserSwitched;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends the session of the previous user. Listens to an event, since the sign-in module must not depend on the logout
 * module.
 */
@Component
class UserSwitchListener {

    private final LogoutService logoutService;

    UserSwitchListener(LogoutService logoutService) {
        this.logoutService = logoutService;
    }

    @EventListener
    void endPrevious(UserSwitched event) {
        logoutService.logout(new LogoutRequest.UserSwitch(event.previous()));
    }
}
