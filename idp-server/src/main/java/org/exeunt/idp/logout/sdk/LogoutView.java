package org.exeunt.idp.logout.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code DELETE /session}. The names are part of the API: they must not change.
 *
 * @param ended whether this request ended a session
 * @param visible whether the page can see the browser's session. If not, {@code ended} false does not mean that there
 *     is none: the browser may block third-party cookies
 * @param session always {@code null}, as clients of the replaced platform expect
 */
@JsonInclude(Include.ALWAYS)
record LogoutView(boolean ended, boolean visible, @Nullable Void session, String status) {

    static LogoutView ofEnded() {
        return new LogoutView(true, true, null, "unknown");
    }

    static LogoutView ofNoSession(boolean visible) {
        return new LogoutView(false, visible, null, "unknown");
    }
}
