package org.exeunt.idp.logout.refresh;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.http.HttpHeaders;

/** What made a request: a page, whose origin the browser vouches for, or a program, which no page can act through. */
sealed interface CallerOrigin {

    /** A page of our own. */
    record Own() implements CallerOrigin {}

    /** A page of this origin; empty if the browser does not tell which. */
    record Of(Optional<Origin> origin) implements CallerOrigin {}

    /** Not a page: all current browsers send one of the headers that tell. */
    record Program() implements CallerOrigin {}

    static CallerOrigin of(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            Optional<Origin> page = Origin.of(origin);
            return page.isPresent() && page.equals(our(request)) ? new Own() : new Of(page);
        }
        return FetchMetadata.site(request)
                .<CallerOrigin>map(site -> site.equals("same-origin") ? new Own() : new Of(Optional.empty()))
                .orElseGet(Program::new);
    }

    private static Optional<Origin> our(HttpServletRequest request) {
        return Origin.of(request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort());
    }

    /** Whether cookies that came along with the request may be used for what belongs to this client. */
    default boolean mayActFor(RelyingParty client) {
        return switch (this) {
            case Own _, Program _ -> true;
            case Of page -> page.origin().filter(client::allows).isPresent();
        };
    }
}
