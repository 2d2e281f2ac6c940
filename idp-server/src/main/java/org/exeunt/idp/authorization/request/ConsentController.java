package org.exeunt.idp.authorization.request;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final Set<String> FAILURES = Set.of("unknown-code", "too-many-codes", "denied");

    private final Accounts accounts;
    private final RelyingParties relyingParties;
    private final Consents consents;
    private final OAuth2AuthorizationService authorizations;
    private final ConsentProperties properties;

    ConsentController(
            Accounts accounts,
            RelyingParties relyingParties,
            Consents consents,
            OAuth2AuthorizationService authorizations,
            ConsentProperties properties) {
        this.accounts = accounts;
        this.relyingParties = relyingParties;
        this.consents = consents;
        this.authorizations = authorizations;
        this.properties = properties;
    }

    @GetMapping("/oauth2/consent")
    String consent(
            @CurrentSecurityContext(expression = "authentication") SsoAuthentication person,
            @RequestParam("client_id") String clientId,
            @RequestParam String scope,
            @RequestParam String state,
            @RequestParam(name = "user_code", required = false) @Nullable String userCode,
            Locale language,
            Model model) {
        RelyingParty client =
                relyingParties.find(clientId).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        OAuth2AuthorizationConsent granted = consents.findById(clientId, person.getName());
        Set<String> grantedScopes = granted == null ? Set.of() : granted.getScopes();
        Optional<OAuth2AuthorizationRequest> authorizationRequest = authorizationRequest(state, person);
        Set<String> asked = inOrder(Scopes.parse(scope), authorizationRequest);
        List<RequestedScope> scopes = asked.stream()
                .filter(name -> !name.equals("openid") && client.scopes().contains(name))
                .map(name -> new RequestedScope(
                        name, properties.text(name, language.getLanguage()), grantedScopes.contains(name)))
                .toList();
        model.addAttribute("openid", asked.contains("openid") && client.scopes().contains("openid"));
        model.addAttribute(
                "site",
                authorizationRequest
                        .map(OAuth2AuthorizationRequest::getRedirectUri)
                        .map(URI::create)
                        .map(URI::getAuthority)
                        .orElse(null));
        model.addAttribute(
                "account",
                accounts.find(person.subject()).map(Account::displayName).orElse(""));
        model.addAttribute("clientId", clientId);
        model.addAttribute("state", state);
        model.addAttribute("scopes", scopes);
        model.addAttribute(
                "continueAt",
                userCode == null
                        ? authorizationRequest.map(ConsentController::address).orElse(null)
                        : "/activate");
        model.addAttribute(
                "userCode",
                userCode == null
                        ? null
                        : UserCode.parse(userCode)
                                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST)));
        model.addAttribute("formAction", userCode == null ? "/oauth2/authorize" : DeviceVerification.PATH);
        return "consent";
    }

    /** The scopes as the client sent them, if that is known, which the framework does not keep in order. */
    private static Set<String> inOrder(Set<String> scopes, Optional<OAuth2AuthorizationRequest> request) {
        Set<String> ordered = new LinkedHashSet<>(Scopes.parse(
                request.map(found -> found.getAdditionalParameters().get(AuthorizationRequestConverter.REQUESTED_SCOPE))
                        .map(Object::toString)
                        .orElse("")));
        ordered.retainAll(scopes);
        ordered.addAll(scopes);
        return ordered;
    }

    /** The request that the end-user is asked about; empty if it is not stored any more, or for a device. */
    private Optional<OAuth2AuthorizationRequest> authorizationRequest(String state, SsoAuthentication person) {
        OAuth2Authorization authorization =
                authorizations.findByToken(state, new OAuth2TokenType(OAuth2ParameterNames.STATE));
        return authorization == null || !authorization.getPrincipalName().equals(person.getName())
                ? Optional.empty()
                : Optional.ofNullable(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    }

    /** Path and query. */
    private static String address(OAuth2AuthorizationRequest request) {
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
     * @param text what the configuration says about it; {@code null} if the theme's messages say it
     * @param granted whether the user granted it before
     */
    public record RequestedScope(String name, @Nullable String text, boolean granted) {}
}
