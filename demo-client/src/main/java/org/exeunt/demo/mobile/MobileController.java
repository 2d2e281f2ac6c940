package org.exeunt.demo.mobile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.exeunt.demo.mobile.MobileAppState.Pending;
import org.exeunt.demo.server.Tokens;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The phone on the page, and its buttons. Each does one thing and shows what came of it. */
@Controller
class MobileController {

    private final MobileAppStore phones;
    private final MobileAppSimulator app;
    private final PendingRevocations owed;
    private final MobileAppCookie cookie;

    MobileController(MobileAppStore phones, MobileAppSimulator app, PendingRevocations owed, MobileAppCookie cookie) {
        this.owed = owed;
        this.phones = phones;
        this.app = app;
        this.cookie = cookie;
    }

    @GetMapping("/mobile")
    String phone(HttpServletRequest request, Model model) {
        String id = cookie.read(request);
        model.addAttribute("owed", owed.all().size());
        model.addAttribute("phone", id == null ? MobileAppState.fresh() : phones.get(id));
        return "mobile";
    }

    @PostMapping("/mobile/sign-in")
    ResponseEntity<Void> signIn(HttpServletRequest request, HttpServletResponse response) {
        String known = cookie.read(request);
        String id = known == null ? cookie.buyPhone(response) : known;
        Pending pending = app.startSignIn();
        phones.update(id, phone -> phone.signingIn(pending));
        return see(app.signInPage(pending));
    }

    @PostMapping("/mobile/call")
    ResponseEntity<Void> call(HttpServletRequest request) {
        return whenSignedIn(request, (id, tokens) -> {
            MobileAppState called = app.call(phones.get(id), tokens);
            phones.update(id, _ -> called);
        });
    }

    @PostMapping("/mobile/refresh")
    ResponseEntity<Void> refresh(HttpServletRequest request) {
        return whenSignedIn(request, (id, tokens) -> {
            if (tokens.refresh() != null) {
                MobileAppState refreshed = app.refresh(phones.get(id), tokens, tokens.refresh());
                phones.update(id, _ -> refreshed);
            }
        });
    }

    @PostMapping("/mobile/sign-out")
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        return whenSignedIn(request, (id, tokens) -> {
            MobileAppState signedOut = app.signOut(phones.update(id, MobileAppState::forgotten), tokens);
            phones.update(id, _ -> signedOut);
        });
    }

    @PostMapping("/mobile/revoke")
    ResponseEntity<Void> revoke(HttpServletRequest request) {
        return whenSignedIn(request, (id, tokens) -> {
            MobileAppState revoked = app.revoke(phones.update(id, MobileAppState::forgotten), tokens);
            phones.update(id, _ -> revoked);
        });
    }

    @PostMapping("/mobile/invalidate")
    ResponseEntity<Void> invalidate(HttpServletRequest request) {
        return whenSignedIn(request, (id, tokens) -> {
            MobileAppState signedOut = app.invalidate(phones.update(id, MobileAppState::forgotten), tokens);
            phones.update(id, _ -> signedOut);
        });
    }

    private ResponseEntity<Void> whenSignedIn(HttpServletRequest request, Press press) {
        String id = cookie.read(request);
        Tokens tokens = id == null ? null : phones.get(id).inUse();
        if (id != null && tokens != null) {
            press.on(id, tokens);
        }
        return see(URI.create("/mobile"));
    }

    private static ResponseEntity<Void> see(URI location) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(location).build();
    }

    /** What a button does with the tokens that the phone had when it was pressed. */
    @FunctionalInterface
    private interface Press {
        void on(String phoneId, Tokens tokens);
    }
}
