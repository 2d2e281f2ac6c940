package org.exeunt.idp.logout.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code DELETE /session}. The names are wire: they never change.
 *
 * @param ended whether this request ended a session
 * @param visible whether the browser's sessions can be seen from the page. If not, that nothing ended proves nothing: third-party
 *     cookies may be blocked
 * @param session always {@code null}: the payload that clients of the old platform know
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
