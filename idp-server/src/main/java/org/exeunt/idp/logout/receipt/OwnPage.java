package org.exeunt.idp.logout.receipt;

import jakarta.servlet.http.HttpServletRequest;
import org.exeunt.idp.browser.FetchMetadata;

/** Whether a form was sent by a page of this server, according to the browser. */
final class OwnPage {

    private OwnPage() {}

    /**
     * {@code false} only if the browser states that a page of another origin sent it. {@code Origin} alone does not
     * suffice: pages of this server have the policy {@code no-referrer}, with which browsers send {@code Origin:
     * null}. A browser that sends neither header is trusted because of the secrets in the request.
     */
    static boolean sent(HttpServletRequest request) {
        return FetchMetadata.site(request).orElse("same-origin").equals("same-origin");
    }
}
