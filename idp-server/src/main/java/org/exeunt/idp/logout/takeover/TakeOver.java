package org.exeunt.idp.logout.takeover;

import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.session.SignedInAsAnother;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.stereotype.Component;

/** Ends the session of the person who was signed in before. An event, since sign-in must not know the logout feature. */
@Component
class TakeOver implements ApplicationListener<PayloadApplicationEvent<SignedInAsAnother>> {

    private final LogoutService logoutService;

    TakeOver(LogoutService logoutService) {
        this.logoutService = logoutService;
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<SignedInAsAnother> event) {
        logoutService.logout(new LogoutRequest.TakenOver(event.getPayload().previous()));
    }
}
