package org.exeunt.demo.mobile;

import java.net.URI;
import java.util.Optional;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.mobile.MobileAppState.Pending;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Where the identity provider sends the browser after the phone's sign-in.
 *
 * <p>It arrives at 127.0.0.1, where the cookies of localhost are absent, as a real app's listener would see it: the state
 * alone says which phone is waiting.
 */
@Controller
class MobileCallbackController {

    private final MobileAppStore phones;
    private final MobileAppSimulator app;
    private final URI screen;

    MobileCallbackController(MobileAppStore phones, MobileAppSimulator app, DemoProperties demo) {
        this.phones = phones;
        this.app = app;
        this.screen = URI.create(demo.self().url() + "/mobile");
    }

    @GetMapping("/callback")
    ResponseEntity<Void> callback(
            @RequestParam String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(defaultValue = "invalid_response") String error) {
        Optional<String> id = phones.waitingFor(state);
        Pending pending = id.map(phones::get).map(MobileAppState::pending).orElse(null);
        if (id.isEmpty() || pending == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "No phone is waiting for this answer");
        }
        MobileAppState phone = phones.get(id.get());
        MobileAppState after = code == null ? app.signInRefused(phone, error) : app.redeem(phone, code, pending);
        phones.update(id.get(), _ -> after);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(screen).build();
    }
}
