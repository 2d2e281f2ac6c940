package org.exeunt.idp.logout.receipt;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page that says what became of a logout. */
@Component
public class ReceiptPages {

    /** The page with rows that are settled, one way or the other. */
    public ModelAndView settled(
            boolean ended,
            List<AppRow> rows,
            Optional<RelyingParty> client,
            Optional<String> continueUri,
            boolean targetDropped) {
        return page(ended, rows, client, continueUri, targetDropped);
    }

    /** The page with rows that may still change. */
    ModelAndView live(
            Iterable<AppRow> rows,
            Receipts.Receipt receipt,
            Optional<RelyingParty> client,
            HttpServletRequest request,
            HttpServletResponse response) {
        ModelAndView page = page(true, rows, client, receipt.continueUri(), receipt.targetDropped());
        page.addObject("receipt", request.getRequestURI());
        // The only page here with a script: it waits for news where the page without it has a link.
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self';"
                        + " font-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        return page;
    }

    private static ModelAndView page(
            boolean ended,
            Iterable<AppRow> rows,
            Optional<RelyingParty> client,
            Optional<String> continueUri,
            boolean targetDropped) {
        Map<String, Object> model = new HashMap<>();
        client.ifPresent(relyingParty -> model.put("relyingParty", relyingParty));
        continueUri.ifPresent(uri -> model.put("continueUrl", uri));
        model.put("ended", ended);
        model.put("targetDropped", targetDropped);
        var counted = new Tally(rows);
        model.put("apps", counted);
        model.put("tally", counted);
        return new ModelAndView("signed-out", model);
    }
}
