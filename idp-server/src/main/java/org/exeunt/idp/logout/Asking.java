package org.exeunt.idp.logout;

import static org.exeunt.idp.logout.audit.LogoutScope.APP;
import static org.exeunt.idp.logout.audit.LogoutScope.EVERYWHERE;
import static org.exeunt.idp.logout.audit.LogoutScope.OTHERS;
import static org.exeunt.idp.logout.audit.LogoutScope.SSO;

import java.util.Optional;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.logout.audit.Asked;
import org.exeunt.idp.logout.audit.LogoutScope;

/** A request in the words of the audit trail: who asked, how, and how much was to end. */
final class Asking {

    private static final String PERSON = "person";
    private static final String APPLICATION = "app";
    private static final String ADMINISTRATOR = "administrator";
    private static final String CLOCK = "clock";

    private Asking() {}

    /** @param context the client that the decision is about, if it is about one */
    static Asked of(LogoutRequest request, Optional<ClientId> context) {
        return switch (request) {
            case LogoutRequest.PlatformRedirect _ -> asked(PERSON, "redirect", SSO, context);
            case LogoutRequest.RpInitiated _ -> asked(PERSON, "rp_initiated", SSO, context);
            case LogoutRequest.UnreadableRedirect _ -> asked(PERSON, "redirect", SSO, context);
            case LogoutRequest.Confirmed _ -> asked(PERSON, "confirmation", SSO, context);
            case LogoutRequest.ConfirmedWithOfflineAccess _ -> asked(PERSON, "confirmation", SSO, context);
            case LogoutRequest.Declined _ -> asked(PERSON, "confirmation", SSO, context);
            case LogoutRequest.TokenRevocation revocation ->
                asked(APPLICATION, "revocation", APP, Optional.of(revocation.caller()));
            case LogoutRequest.BearerLogout _ -> asked(APPLICATION, "access_token", APP, context);
            case LogoutRequest.SessionInvalidation _ -> asked(APPLICATION, "invalidation", SSO, context);
            case LogoutRequest.RefreshTokenLogout _ -> asked(APPLICATION, "refresh_token", APP, context);
            case LogoutRequest.AppLogout _ -> asked(APPLICATION, "cookie", APP, context);
            case LogoutRequest.SdkLogout _ -> asked(PERSON, "script", SSO, context);
            case LogoutRequest.ScriptTagLogout _ -> asked(PERSON, "script_tag", SSO, context);
            case LogoutRequest.TakenOver _ -> asked(PERSON, "sign_in_as_another", SSO, context);
            case LogoutRequest.SignOutHere _ -> asked(PERSON, "own_page", SSO, context);
            case LogoutRequest.SignOutOne _ -> asked(PERSON, "devices", SSO, context);
            case LogoutRequest.SignOutOthers _ -> asked(PERSON, "devices", OTHERS, context);
            case LogoutRequest.SignOutEverywhere _ -> asked(PERSON, "devices", EVERYWHERE, context);
            case LogoutRequest.SignOutOfApp _ -> asked(PERSON, "devices", APP, context);
            case LogoutRequest.OfflineAccessEnd _ -> asked(PERSON, "receipt", SSO, context);
            case LogoutRequest.PasswordChange _ -> asked(PERSON, "password_change", OTHERS, context);
            case LogoutRequest.AdminLogoutOne one -> asked(ADMINISTRATOR, "api", SSO, Optional.of(one.caller()));
            case LogoutRequest.AdminLogout everything ->
                asked(ADMINISTRATOR, "api", EVERYWHERE, Optional.of(everything.caller()));
            case LogoutRequest.Disabling disabling ->
                asked(ADMINISTRATOR, "disable", EVERYWHERE, Optional.of(disabling.caller()));
            case LogoutRequest.PastLimit _ -> asked(CLOCK, "limit", SSO, context);
        };
    }

    /** Where only tokens end: whatever the request might have ended otherwise, it is one authorization. */
    static Asked toRevoke(LogoutRequest request) {
        Asked asked = of(request, Optional.empty());
        return asked(asked.actor(), asked.way(), APP, asked.client());
    }

    private static Asked asked(String actor, String way, LogoutScope scope, Optional<ClientId> client) {
        return new Asked(actor, way, scope, client);
    }
}
