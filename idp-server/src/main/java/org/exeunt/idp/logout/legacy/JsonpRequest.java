package org.exeunt.idp.logout.legacy;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.exeunt.idp.browser.FetchMetadata;
import org.exeunt.idp.client.Origin;
import org.springframework.http.HttpHeaders;

/**
 * What a script tag asks with.
 *
 * @param callback the name under which the page waits for the answer
 * @param page the origin of the page, if the browser says it and nothing in the request contradicts it
 */
record JsonpRequest(String callback, String clientId, Optional<Origin> page) {

    /** Letters, digits and underscores end no string literal and call no function. The published clients send no others. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** Empty for what no script tag of an honest page sends: then nothing is answered that a browser would run. */
    static Optional<JsonpRequest> of(HttpServletRequest request) {
        Optional<String> callback =
                only(request, "callback").filter(name -> CALLBACK.matcher(name).matches());
        Optional<String> clientId = only(request, "client_id");
        return callback.isPresent() && clientId.isPresent() && comesFromAScriptTag(request)
                ? Optional.of(new JsonpRequest(callback.get(), clientId.get(), page(request)))
                : Optional.empty();
    }

    /** A browser that says nothing of it is an old one, and then the referrer alone decides. */
    private static boolean comesFromAScriptTag(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && FetchMetadata.destination(request).orElse("script").equals("script")
                && FetchMetadata.mode(request).orElse("no-cors").equals("no-cors")
                && request.getHeader("Sec-Purpose") == null
                && request.getHeader("Purpose") == null;
    }

    /**
     * A script tag's request carries no {@code Origin}, so the referrer says whose page it is. No page can make a browser send
     * the referrer of another; one that hides its own is nobody's page.
     */
    private static Optional<Origin> page(HttpServletRequest request) {
        Optional<Origin> referrer =
                Optional.ofNullable(request.getHeader(HttpHeaders.REFERER)).flatMap(Origin::of);
        boolean agrees = agrees(Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)), referrer)
                && agrees(only(request, "redirect_uri"), referrer)
                && (request.getParameterValues("redirect_uri") == null
                        || request.getParameterValues("redirect_uri").length == 1);
        return referrer.filter(_ -> agrees);
    }

    private static boolean agrees(Optional<String> said, Optional<Origin> referrer) {
        return said.isEmpty() || said.flatMap(Origin::of).equals(referrer);
    }

    private static Optional<String> only(HttpServletRequest request, String parameter) {
        String[] values = request.getParameterValues(parameter);
        return values != null && values.length == 1 ? Optional.of(values[0]) : Optional.empty();
    }
}
