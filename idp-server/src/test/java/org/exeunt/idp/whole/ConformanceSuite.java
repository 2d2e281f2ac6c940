package org.exeunt.idp.whole;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;

/**
 * A relying party as the OpenID Foundation's conformance suite plays it: confidential, registered by configuration, and without
 * PKCE but where a test is about it.
 */
enum ConformanceSuite {
    FIRST("suite", "the-first-secret-of-the-suite-0123"),
    SECOND("suite2", "the-second-secret-of-the-suite-012"),
    FRONT("suite-front", "the-front-secret-of-the-suite-0123"),
    SESSION("suite-session", "the-session-secret-of-the-suite-01");

    private static final String ALIAS = "https://suite.example/test/a/exeunt/";

    static final String CALLBACK = ALIAS + "callback";

    private final String id;
    private final String secret;

    ConformanceSuite(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** Settings that register the first and the second. */
    static String[] settings() {
        return new String[] {
            "--exeunt.clients.suite.secret=" + FIRST.secret,
            "--exeunt.clients.suite.require-pkce=false",
            "--exeunt.clients.suite.redirect-uris=" + CALLBACK,
            "--exeunt.clients.suite.post-logout-redirect-uris=" + ALIAS + "post_logout_redirect",
            "--exeunt.clients.suite.scopes=openid,profile,email,address,phone,offline_access",
            "--exeunt.clients.suite2.secret=" + SECOND.secret,
            "--exeunt.clients.suite2.require-pkce=false",
            "--exeunt.clients.suite2.redirect-uris=" + CALLBACK,
            "--exeunt.clients.suite2.scopes=openid,profile,email,address,phone,offline_access",
        };
    }

    /** Settings that register those that hear of a logout in the browser. */
    static String[] framedSettings() {
        return new String[] {
            "--exeunt.clients.suite-front.secret=" + FRONT.secret,
            "--exeunt.clients.suite-front.require-pkce=false",
            "--exeunt.clients.suite-front.redirect-uris=" + CALLBACK,
            "--exeunt.clients.suite-front.post-logout-redirect-uris=" + ALIAS + "post_logout_redirect",
            "--exeunt.clients.suite-front.front-channel-logout-uri=" + ALIAS + "frontchannel_logout",
            "--exeunt.clients.suite-front.front-channel-logout-session-required=true",
            "--exeunt.clients.suite-session.secret=" + SESSION.secret,
            "--exeunt.clients.suite-session.require-pkce=false",
            "--exeunt.clients.suite-session.redirect-uris=" + CALLBACK,
            "--exeunt.clients.suite-session.post-logout-redirect-uris=" + ALIAS + "post_logout_redirect",
            "--exeunt.clients.suite-session.session-management=true",
        };
    }

    /** The parameters of an ordinary request, to be changed and added to. */
    Map<String, String> request() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", id);
        parameters.put("redirect_uri", CALLBACK);
        parameters.put("scope", "openid");
        parameters.put("state", "the state/ü");
        parameters.put("nonce", "the nonce");
        return parameters;
    }

    /** The same with further parameters: name, value, name, value, … */
    Map<String, String> request(String... further) {
        Map<String, String> parameters = request();
        for (int index = 0; index < further.length; index += 2) {
            parameters.put(further[index], further[index + 1]);
        }
        return parameters;
    }

    HttpResponse<String> authorize(TestBrowser browser, String... further) {
        return browser.get("/oauth2/authorize?" + TestBrowser.form(request(further)));
    }

    /** What redeems a code. */
    Map<String, String> exchange(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        return form;
    }

    HttpResponse<String> redeem(Server server, String code) {
        return call(server, exchange(code));
    }

    /** Calls the token endpoint with client_secret_basic. */
    HttpResponse<String> call(Server server, Map<String, String> form) {
        String credentials = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return new TestBrowser(server).post("/oauth2/token", form, "Authorization", "Basic " + credentials);
    }

    /** Calls the token endpoint with client_secret_post. */
    HttpResponse<String> callWithSecretInBody(Server server, Map<String, String> form) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("client_id", id);
        all.put("client_secret", secret);
        return new TestBrowser(server).post("/oauth2/token", all);
    }

    /** Tokens of the user who is signed in in this browser. */
    Tokens tokens(Server server, TestBrowser browser, String... further) {
        return Tokens.of(redeem(server, TestClient.code(authorize(browser, further))));
    }
}
