package org.exeunt.demo.home;

import org.exeunt.demo.server.ServerAddresses;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The picture of all ways out: what is sent, what ends, and where to try it. */
@Controller
class FiveWaysController {

    private final ServerAddresses addresses;

    FiveWaysController(ServerAddresses addresses) {
        this.addresses = addresses;
    }

    @GetMapping("/five-ways")
    String show(Model model) {
        model.addAttribute("server", addresses.issuer());
        model.addAttribute("devices", addresses.devices());
        return "five-ways";
    }
}
