package org.exeunt.idp.authorization.response;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.theme.PageWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The page whose form posts the parameters to the client (OAuth 2.0 Form Post Response Mode, section 2): by a script of the theme; without
 * scripts the user presses the button. The policy lets the form be posted to the origin of the redirect URI only.
 *
 * <p>Pages of the client may show it in a frame, as they do with {@code prompt=none}; there is nothing on it to be tricked into.
 */
@Component
class FormPostPage {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; base-uri 'none'; form-action ";

    private final PageWriter pages;

    FormPostPage(PageWriter pages) {
        this.pages = pages;
    }

    /** @param redirectUri a registered one */
    void write(
            String redirectUri,
            Map<String, String> parameters,
            RelyingParty client,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setHeader(
                "Content-Security-Policy", POLICY + formTarget(redirectUri) + "; frame-ancestors " + frames(client));
        // It knows no list of origins; the policy does.
        response.setHeader("X-Frame-Options", null);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        pages.write(
                "form-post", client, Map.of("redirectUri", redirectUri, "parameters", parameters), request, response);
    }

    /** The origin, or the scheme of an app that has one of its own. */
    private static String formTarget(String redirectUri) {
        return Origin.of(redirectUri)
                .map(Origin::value)
                .orElseGet(() -> URI.create(redirectUri).getScheme() + ":");
    }

    private static String frames(RelyingParty client) {
        String origins = client.origins().stream().map(Origin::value).sorted().collect(Collectors.joining(" "));
        return origins.isEmpty() ? "'none'" : origins;
    }
}
