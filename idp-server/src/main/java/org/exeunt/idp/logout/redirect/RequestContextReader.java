package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.exeunt.idp.account.Subject;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.logout.NavigationSource;
import org.exeunt.idp.logout.RequestContext;
import org.exeunt.idp.session.CurrentUser;
import org.exeunt.idp.session.SsoAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Reads the browser context of a request: its session, origin and Fetch Metadata. */
final class RequestContextReader {

    private RequestContextReader() {}

    static RequestContext of(HttpServletRequest request) {
        return new RequestContext(CurrentUser.session(), initiation(request), page(request));
    }

    /** The user of the session of the cookie. */
    static Optional<Subject> subject() {
        return CurrentUser.get().map(SsoAuthentication::subject);
    }

    private static NavigationSource initiation(HttpServletRequest request) {
        boolean navigation =
                FetchMetadata.destination(request).orElse("document").equals("document");
        if (!navigation || "HEAD".equals(request.getMethod()) || isSpeculative(request)) {
            return NavigationSource.NOT_A_NAVIGATION;
        }
        if (isProgram(request)) {
            return NavigationSource.PROGRAM;
        }
        return switch (FetchMetadata.site(request).orElse("")) {
            case "same-origin" -> NavigationSource.OWN_PAGE;
            case "cross-site" -> NavigationSource.CROSS_SITE;
            default -> NavigationSource.SAME_SITE_OR_UNKNOWN;
        };
    }

    /** Browsers ask for pages by {@code text/html}, also old ones that say nothing else of themselves. */
    private static boolean isProgram(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getHeader(HttpHeaders.COOKIE) == null
                && request.getHeader(HttpHeaders.ORIGIN) == null
                && FetchMetadata.site(request).isEmpty()
                && FetchMetadata.mode(request).isEmpty()
                && FetchMetadata.destination(request).isEmpty()
                && (accept == null || !accept.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_HTML_VALUE));
    }

    /** A prefetch: the user may never open the page. */
    private static boolean isSpeculative(HttpServletRequest request) {
        return mentionsPrefetch(request.getHeader("Sec-Purpose")) || mentionsPrefetch(request.getHeader("Purpose"));
    }

    private static boolean mentionsPrefetch(@Nullable String header) {
        return header != null && (header.contains("prefetch") || header.contains("prerender"));
    }

    private static Optional<Origin> page(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Origin"))
                .flatMap(Origin::of)
                .or(() -> Optional.ofNullable(request.getHeader("Referer")).flatMap(Origin::of));
    }
}
