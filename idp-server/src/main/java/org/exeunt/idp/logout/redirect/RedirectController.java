package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.exeunt.idp.client.ClientSdrn;
import org.exeunt.idp.logout.LogoutOutcome.RedirectLogout;
import org.exeunt.idp.logout.LogoutProblem;
import org.exeunt.idp.logout.LogoutRequest;
import org.exeunt.idp.logout.LogoutService;
import org.exeunt.idp.logout.RedirectParameters;
import org.exeunt.idp.logout.RequestContext;
import org.exeunt.idp.logout.redirect.ParameterReader.InvalidParameterException;
import org.exeunt.idp.web.FilterOrder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /logout} and {@code /connect/logout}, and the answers to the confirmation. */
@Controller
class RedirectController {

    private static final String PLATFORM = "/logout";
    private static final String RP_INITIATED = "/connect/logout";

    private static final int CLIENT_ID_LENGTH = 100;
    private static final int SDRN_LENGTH = 250;
    private static final int URI_LENGTH = 2_000;
    private static final int STATE_LENGTH = 8_000;
    private static final int TOKEN_LENGTH = 1_000;
    private static final int HINT_LENGTH = 16_000;
    private static final int ACCOUNT_LENGTH = 254;

    private final LogoutService logoutService;
    private final LogoutResponder pages;

    RedirectController(LogoutService logoutService, LogoutResponder pages) {
        this.logoutService = logoutService;
        this.pages = pages;
    }

    @Bean
    static FilterRegistrationBean<ParameterDecodingFilter> parameterDecoding() {
        return FilterOrder.PARAMETER_DECODING.register(new ParameterDecodingFilter(), PLATFORM, RP_INITIATED);
    }

    @RequestMapping(
            path = PLATFORM,
            method = {RequestMethod.GET, RequestMethod.POST})
    ModelAndView platform(HttpServletRequest request, HttpServletResponse response) {
        RequestContext browser = RequestContextReader.of(request);
        try {
            var reader = new ParameterReader(request);
            Optional<String> redirectUri = reader.read("redirect_uri", URI_LENGTH);
            Optional<String> standardName = reader.read("post_logout_redirect_uri", URI_LENGTH);
            RedirectParameters parameters =
                    read(reader, redirectUri.or(() -> standardName), reader.read("oauth_token", TOKEN_LENGTH));
            return show(
                    new LogoutRequest.PlatformRedirect(browser, parameters),
                    parameters.target(),
                    Optional.empty(),
                    request,
                    response);
        } catch (InvalidParameterException unreadable) {
            return refuse(browser, unreadable.problem(), request, response);
        }
    }

    @RequestMapping(
            path = RP_INITIATED,
            method = {RequestMethod.GET, RequestMethod.POST})
    ModelAndView rpInitiated(HttpServletRequest request, HttpServletResponse response) {
        RequestContext browser = RequestContextReader.of(request);
        try {
            var reader = new ParameterReader(request);
            RedirectParameters parameters =
                    read(reader, reader.read("post_logout_redirect_uri", URI_LENGTH), Optional.empty());
            return show(
                    new LogoutRequest.RpInitiated(browser, parameters),
                    parameters.target(),
                    reader.read("logout_hint", ACCOUNT_LENGTH),
                    request,
                    response);
        } catch (InvalidParameterException unreadable) {
            return refuse(browser, unreadable.problem(), request, response);
        }
    }

    @PostMapping("/logout/confirmation")
    ModelAndView confirmation(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String confirmation,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(name = "offline_access", defaultValue = "") String offlineAccess) {
        RequestContext browser = RequestContextReader.of(request);
        return show(
                answered(browser, confirmation, answer.equals("sign-out"), offlineAccess.equals("end")),
                Optional.empty(),
                Optional.empty(),
                request,
                response);
    }

    private static LogoutRequest.Answer answered(
            RequestContext browser, String confirmation, boolean signOut, boolean endOfflineAccess) {
        if (!signOut) {
            return new LogoutRequest.Declined(browser, confirmation);
        }
        return endOfflineAccess
                ? new LogoutRequest.ConfirmedWithOfflineAccess(browser, confirmation)
                : new LogoutRequest.Confirmed(browser, confirmation);
    }

    private static RedirectParameters read(ParameterReader reader, Optional<String> target, Optional<String> oauthToken)
            throws InvalidParameterException {
        Optional<String> clientId = reader.read("client_id", CLIENT_ID_LENGTH);
        Optional<String> sdrn = reader.read("client_sdrn", SDRN_LENGTH);
        return new RedirectParameters(
                clientId.or(() -> sdrn.map(name -> ClientSdrn.clientId(name).orElse(name))),
                target,
                oauthToken,
                reader.read("id_token_hint", HINT_LENGTH),
                reader.readState(STATE_LENGTH));
    }

    private ModelAndView refuse(
            RequestContext browser, LogoutProblem problem, HttpServletRequest request, HttpServletResponse response) {
        return show(
                new LogoutRequest.UnreadableRedirect(browser, problem),
                Optional.empty(),
                Optional.empty(),
                request,
                response);
    }

    private ModelAndView show(
            LogoutRequest<RedirectLogout> logoutRequest,
            Optional<String> wishedTarget,
            Optional<String> meantAccount,
            HttpServletRequest request,
            HttpServletResponse response) {
        return pages.show(logoutService.logout(logoutRequest), wishedTarget, meantAccount, request, response);
    }
}
