package org.exeunt.idp.authorization.request;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.Accounts;
import org.exeunt.idp.authorization.Consents;
import org.exeunt.idp.authorization.device.DeviceVerification;
import org.exeunt.idp.authorization.device.UserCode;
import org.exeunt.idp.client.RelyingParties;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.session.SsoAuthentication;
import org.exeunt.idp.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages that the framework's flows send a browser to: consent, and the code that a device shows. */
@Controller
class ConsentController {

    /** Keys of messages: {@code device.failure.…}. */
    private static final Set<String> FAILURES = Set.of("unknown-code", "denied");

    private final Accounts accounts;
    private final RelyingParties relyingParties;
    private final Consents consents;
    private final OAuth2AuthorizationService authorizations;

    ConsentController(
            Accounts accounts,
            RelyingParties relyingParties,
            Consents consents,
            OAuth2AuthorizationService authorizations) {
        this.accounts = accounts;
        this.relyingParties = relyingParties;
        this.consents = consents;
        this.authorizations = authorizations;
    }

    @GetMapping("/oauth2/consent")
    String consent(
            @CurrentSecurityContext(expression = "authentication") SsoAuthentication person,
            @RequestParam("client_id") String clientId,
            @RequestParam String scope,
            @RequestParam String state,
            @RequestParam(name = "user_code", required = false) @Nullable String userCode,
            Model model) {
        RelyingParty client =
                relyingParties.find(clientId).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        OAuth2AuthorizationConsent granted = consents.findById(clientId, person.getName());
        Set<String> grantedScopes = granted == null ? Set.of() : granted.getScopes();
        List<RequestedScope> scopes = Scopes.parse(scope).stream()
                .filter(name -> !name.equals("openid") && client.scopes().contains(name))
                .map(name -> new RequestedScope(name, grantedScopes.contains(name)))
                .toList();
        model.addAttribute(
                "account",
                accounts.find(person.subject()).map(Account::displayName).orElse(""));
        model.addAttribute("clientId", clientId);
        model.addAttribute("state", state);
        model.addAttribute("scopes", scopes);
        model.addAttribute("continueAt", userCode == null ? authorizationRequest(state, person) : "/activate");
        model.addAttribute(
                "userCode",
                userCode == null
                        ? null
                        : UserCode.parse(userCode)
                                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST)));
        model.addAttribute("formAction", userCode == null ? "/oauth2/authorize" : DeviceVerification.PATH);
        return "consent";
    }

    /** Path and query of the request that the end-user is asked about; {@code null} if it is forgotten. */
    private @Nullable String authorizationRequest(String state, SsoAuthentication person) {
        OAuth2Authorization authorization =
                authorizations.findByToken(state, new OAuth2TokenType(OAuth2ParameterNames.STATE));
        OAuth2AuthorizationRequest request =
                authorization == null || !authorization.getPrincipalName().equals(person.getName())
                        ? null
                        : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (request == null) {
            return null;
        }
        URI address = URI.create(request.getAuthorizationRequestUri());
        return address.getRawPath() + "?" + address.getRawQuery();
    }

    @GetMapping("/activate")
    String device(
            @RequestParam(name = "user_code", required = false) @Nullable String userCode,
            @RequestParam(required = false) @Nullable String failure,
            Model model) {
        model.addAttribute(
                "userCode", userCode == null ? null : UserCode.parse(userCode).orElse(null));
        if (failure != null && FAILURES.contains(failure)) {
            model.addAttribute("failure", failure);
        }
        return "device";
    }

    @GetMapping(path = "/", params = "success")
    String deviceConnected() {
        return "device-connected";
    }

    /**
     * A scope on the consent page.
     *
     * @param granted whether the person granted it before
     */
    public record RequestedScope(String name, boolean granted) {}
}
