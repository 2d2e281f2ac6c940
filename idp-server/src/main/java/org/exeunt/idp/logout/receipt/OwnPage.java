package org.exeunt.idp.logout.receipt;

import jakarta.servlet.http.HttpServletRequest;
import org.exeunt.idp.browser.FetchMetadata;

/** Whether a form was sent by a page of our own, as far as the browser tells. */
final class OwnPage {

    private OwnPage() {}

    /**
     * False only if the browser says that a page of another origin sent it. {@code Origin} alone does not tell: our pages have the
     * policy {@code no-referrer}, with which browsers send {@code Origin: null}. A browser that says nothing is trusted with
     * the secrets that the request carries besides.
     */
    static boolean sent(HttpServletRequest request) {
        return FetchMetadata.site(request).orElse("same-origin").equals("same-origin");
    }
}
