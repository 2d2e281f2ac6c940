package org.exeunt.demo.mobile;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.exeunt.demo.mobile.LogoutTrace.Way;
import org.exeunt.demo.server.ServerAddresses;
import org.exeunt.demo.server.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The picture of all ways out: what is sent, what ends, and where to try it. The ways of pages are tried with the phone's tokens. */
@Controller
class LogoutKindsController {

    private final ServerAddresses addresses;
    private final MobileAppStore phones;
    private final MobileAppSimulator app;
    private final MobileAppCookie cookie;

    LogoutKindsController(
            ServerAddresses addresses, MobileAppStore phones, MobileAppSimulator app, MobileAppCookie cookie) {
        this.addresses = addresses;
        this.phones = phones;
        this.app = app;
        this.cookie = cookie;
    }

    @GetMapping("/five-ways")
    String show(HttpServletRequest request, Model model) {
        String id = cookie.read(request);
        model.addAttribute("devices", addresses.devices());
        model.addAttribute("phone", id == null ? MobileAppState.fresh() : phones.get(id));
        return "five-ways";
    }

    @PostMapping("/five-ways/single-page")
    ResponseEntity<Void> singlePage(HttpServletRequest request) {
        return depart(request, Way.SINGLE_PAGE);
    }

    @PostMapping("/five-ways/social")
    ResponseEntity<Void> social(HttpServletRequest request) {
        return depart(request, Way.SOCIAL);
    }

    private ResponseEntity<Void> depart(HttpServletRequest request, Way way) {
        String id = cookie.read(request);
        Tokens tokens = id == null ? null : phones.get(id).inUse();
        if (id != null && tokens != null && tokens.refresh() != null) {
            MobileAppState departed =
                    app.depart(phones.update(id, MobileAppState::forgotten), way, tokens, tokens.refresh());
            phones.update(id, _ -> departed);
        }
        URI card = URI.create("/five-ways#" + way.id());
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(card).build();
    }
}
