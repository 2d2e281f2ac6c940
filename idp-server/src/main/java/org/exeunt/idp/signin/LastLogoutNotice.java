package org.exeunt.idp.signin;

import java.util.Optional;
import java.util.Set;
import org.exeunt.idp.session.EndReason;
import org.exeunt.idp.session.SsoSessionSummary;

/** The notice on the sign-in page about a session of this browser that its user did not end there. */
final class LastLogoutNotice {

    private static final Set<EndReason> WORTH_TELLING = Set.of(
            EndReason.SESSION_TIMEOUT,
            EndReason.SIGNED_OUT_ELSEWHERE,
            EndReason.PASSWORD_CHANGE,
            EndReason.ADMIN_LOGOUT,
            EndReason.ACCOUNT_DISABLED);

    private LastLogoutNotice() {}

    /** The reason, as a message key and wire value; empty if there is nothing to tell. */
    static Optional<String> reason(Optional<SsoSessionSummary.End> end) {
        return end.map(SsoSessionSummary.End::reason)
                .filter(WORTH_TELLING::contains)
                .map(EndReason::stored);
    }

    static boolean isReason(String key) {
        return WORTH_TELLING.stream().anyMatch(reason -> reason.stored().equals(key));
    }
}
