package org.exeunt.idp.logout.devices;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.logout.devices.OwnApps.OwnApp;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.theme.LocalTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The front page: whether this browser is signed in, for which apps, and what else has access to the account. */
@Controller
class HomeController {

    private final OwnApps ownApps;
    private final Accounts accounts;
    private final LocalTimeFormat times;

    HomeController(OwnApps ownApps, Accounts accounts, LocalTimeFormat times) {
        this.ownApps = ownApps;
        this.accounts = accounts;
        this.times = times;
    }

    @GetMapping("/")
    String home(Locale language, Model model) {
        Optional<SsoAuthentication> person = CurrentUser.get();
        List<OwnApp> apps =
                person.map(found -> ownApps.of(found.subject(), found.sid())).orElse(List.of());
        person.ifPresent(found -> model.addAttribute(
                "account",
                accounts.find(found.subject()).map(Account::displayName).orElse("")));
        model.addAttribute("apps", views(apps, true, language));
        model.addAttribute("otherApps", views(apps, false, language));
        return "home";
    }

    private List<AppView> views(List<OwnApp> apps, boolean usedHere, Locale language) {
        return apps.stream()
                .filter(app -> app.usedHere() == usedHere)
                .map(app -> AppView.of(app, times, language))
                .toList();
    }
}
