package org.exeunt.demo.backchannel;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that shows who is told of a logout, what arrived here, and the switch that breaks it. */
@Controller
class BackChannelController {

    private final ReceivedLogoutTokens arrivals;
    private final FaultInjectionValve valve;

    BackChannelController(ReceivedLogoutTokens arrivals, FaultInjectionValve valve) {
        this.arrivals = arrivals;
        this.valve = valve;
    }

    @GetMapping("/back-channel")
    String page(Model model) {
        model.addAttribute("path", BackChannelConfiguration.PATH);
        model.addAttribute("arrivals", arrivals.latest());
        model.addAttribute("mood", valve.mood());
        model.addAttribute("moods", EndpointMode.values());
        return "back-channel";
    }

    @PostMapping("/back-channel/mood")
    ResponseEntity<Void> change(@RequestParam EndpointMode mood) {
        valve.change(mood);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/back-channel"))
                .build();
    }
}
