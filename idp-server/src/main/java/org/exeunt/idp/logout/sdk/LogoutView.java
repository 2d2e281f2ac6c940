package org.exeunt.idp.logout.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code DELETE /session}. The names are wire: they never change.
 *
 * @param ended whether this request ended a session
 * @param session always {@code null}: the payload that clients of the old platform know
 */
@JsonInclude(Include.ALWAYS)
record LogoutView(boolean ended, @Nullable Void session, String status) {

    static LogoutView ofEnded() {
        return new LogoutView(true, null, "unknown");
    }

    static LogoutView ofNoSession() {
        return new LogoutView(false, null, "unknown");
    }
}
