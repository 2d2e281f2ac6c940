package org.exeunt.idp.logout.receipt;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Destination;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The receipt page. */
@Component
public class ReceiptPages {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
                    + " font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The page for a browser without a session. */
    public ModelAndView nothingEnded(Optional<RelyingParty> client, Destination destination) {
        return page("nothing", List.of(), client, continueUri(destination), destination instanceof Destination.Dropped);
    }

    /** The page for a user who was not signed in, and whose request named a session that lives on in another browser. */
    public ModelAndView livesElsewhere(Optional<RelyingParty> client, Destination destination) {
        return page(
                "other-browser",
                List.of(),
                client,
                continueUri(destination),
                destination instanceof Destination.Dropped);
    }

    /**
     * The page with rows that will not change while it is open.
     *
     * @param frames front-channel logout frames to load
     * @param sentOn whether a browser with scripts proceeds to the destination once the frames are loaded, or after
     *     two seconds
     */
    public ModelAndView settled(
            List<AppStatus> rows,
            List<URI> frames,
            boolean sentOn,
            Optional<RelyingParty> client,
            Destination destination,
            HttpServletResponse response) {
        var here = new SignedOutDevice(true, null, null, ReceiptDevices.openFirst(rows));
        ModelAndView page = page(
                "here", List.of(here), client, continueUri(destination), destination instanceof Destination.Dropped);
        if (!frames.isEmpty()) {
            page.addObject("sentOn", sentOn);
            allowFrames(frames, page, response);
        }
        return page;
    }

    /**
     * The page with rows that may still change.
     *
     * @param address of the receipt
     */
    ModelAndView live(
            List<SignedOutDevice> devices,
            List<URI> frames,
            Receipts.Receipt receipt,
            Optional<RelyingParty> client,
            String address,
            HttpServletResponse response) {
        ModelAndView page = page(
                receipt.here().isPresent() ? "here" : "elsewhere",
                devices,
                client,
                receipt.continueUri(),
                receipt.targetDropped());
        page.addObject("receipt", address);
        allowFrames(frames, page, response);
        return page;
    }

    /** These pages alone have a script and frames; see the headers of all other answers. */
    private static void allowFrames(List<URI> frames, ModelAndView page, HttpServletResponse response) {
        page.addObject("frames", frames);
        response.setHeader(
                "Content-Security-Policy",
                CONTENT_SECURITY_POLICY
                        + LogoutFrames.frameSource(frames)
                                .map(source -> "; " + source)
                                .orElse(""));
    }

    private static Optional<String> continueUri(Destination destination) {
        return destination instanceof Destination.Proven proven ? Optional.of(proven.uri()) : Optional.empty();
    }

    /** @param where part of the message keys: sessions ended in this browser, on other devices, or none did; or one goes on in another browser */
    private static ModelAndView page(
            String where,
            List<SignedOutDevice> devices,
            Optional<RelyingParty> client,
            Optional<String> continueUri,
            boolean targetDropped) {
        Map<String, Object> model = new HashMap<>();
        client.ifPresent(relyingParty -> model.put("relyingParty", relyingParty));
        continueUri.ifPresent(uri -> model.put("continueUrl", uri));
        model.put("where", where);
        model.put("targetDropped", targetDropped);
        model.put("devices", devices);
        model.put(
                "summary",
                ReceiptSummary.of(devices.stream()
                        .flatMap(device -> device.apps().stream())
                        .toList()));
        return new ModelAndView("signed-out", model);
    }
}
