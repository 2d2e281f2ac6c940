package org.exeunt.idp.logout.receipt;

import static org.springframework.web.servlet.mvc.method.annotation.SseEmitter.event;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.logout.receipt.Receipts.Receipt;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.SessionParticipants;
import org.exeunt.idp.session.Sid;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.view.RedirectView;

/** {@code /logout/receipt/…}: the states of the apps after a logout. */
@Controller
class ReceiptController {

    private static final Duration LISTEN_FOR = Duration.ofMinutes(5);

    /** Time to write the last event before the container's timeout. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final int LISTENERS_AT_MOST = 1_000;

    private final Receipts receipts;
    private final ReceiptCookie cookie;
    private final ReceiptDevices devices;
    private final AppStatuses rows;
    private final LogoutFrames frames;
    private final ReceiptPages pages;
    private final SessionParticipants participants;
    private final RelyingParties relyingParties;
    private final LogoutService logoutService;
    private final Semaphore listeners = new Semaphore(LISTENERS_AT_MOST);

    ReceiptController(
            Receipts receipts,
            ReceiptCookie cookie,
            ReceiptDevices devices,
            AppStatuses rows,
            LogoutFrames frames,
            ReceiptPages pages,
            SessionParticipants participants,
            RelyingParties relyingParties,
            LogoutService logoutService) {
        this.receipts = receipts;
        this.cookie = cookie;
        this.devices = devices;
        this.rows = rows;
        this.frames = frames;
        this.pages = pages;
        this.participants = participants;
        this.relyingParties = relyingParties;
        this.logoutService = logoutService;
    }

    /** All rows in their current state. */
    @GetMapping("/logout/receipt/{id}")
    ModelAndView page(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Receipt receipt = find(id, request);
        return pages.live(
                devices.of(receipt.here(), receipt.sids()),
                receipt.here().map(this::frames).orElse(List.of()),
                receipt,
                receipt.client().flatMap(relyingParties::find),
                "/logout/receipt/" + id,
                response);
    }

    /** Frames are loaded for the session of this browser only. */
    private List<URI> frames(Sid here) {
        return frames.of(here, relyingParties.find(participants.of(here)).values());
    }

    /**
     * Server-sent events: {@code changed} whenever the state of an app changes, {@code done} when none can change any
     * more.
     */
    @GetMapping("/logout/receipt/{id}/events")
    ResponseEntity<SseEmitter> events(@PathVariable String id, HttpServletRequest request) {
        List<Sid> sids = find(id, request).sids();
        if (!listeners.tryAcquire()) {
            // Status 204 stops an EventSource from reconnecting.
            return ResponseEntity.noContent().build();
        }
        var events = new SseEmitter(LISTEN_FOR.plus(GRACE).toMillis());
        Thread.ofVirtual().name("receipt-events").start(() -> {
            try {
                report(sids, events);
                events.complete();
            } catch (IOException gone) {
                events.completeWithError(gone);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                listeners.release();
            }
        });
        return ResponseEntity.ok(events);
    }

    /** Ends the offline access that was granted under the sessions of this receipt. Repeating it is harmless. */
    @PostMapping("/logout/receipt/{id}/end-offline-access")
    ModelAndView endOfflineAccess(@PathVariable String id, HttpServletRequest request) {
        if (!OwnPage.sent(request)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        find(id, request).here().ifPresent(sid -> logoutService.logout(new LogoutRequest.OfflineAccessEnd(sid)));
        var again = new RedirectView("/logout/receipt/" + id);
        again.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(again);
    }

    private void report(List<Sid> sids, SseEmitter events) throws IOException, InterruptedException {
        long open = -1;
        for (long look = LISTEN_FOR.dividedBy(BETWEEN_LOOKS); look > 0; look--) {
            long now = rows.pending(sids);
            // A comment keeps the connection alive, and detects a browser that has closed it.
            events.send(
                    now == open ? event().comment("") : event().name("changed").data(now));
            if (now == 0) {
                break;
            }
            open = now;
            Thread.sleep(BETWEEN_LOOKS);
        }
        events.send(event().name("done").data(""));
    }

    private Receipt find(String id, HttpServletRequest request) {
        return cookie.read(request)
                .flatMap(browser -> receipts.find(new Secret(id), browser))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
