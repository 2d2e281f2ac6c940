package org.exeunt.demo.server;

import java.io.IOException;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.exeunt.demo.server.Reply.Answered;
import org.exeunt.demo.server.Reply.NoAnswer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The identity provider, asked from server to server.
 *
 * <p>Every method asks once and returns what came back. None throws because of the answer, or because there was none.
 */
@Component
public class IdentityServer {

    private static final int LONGEST_BODY = 16 * 1024;
    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};

    private final ServerAddresses addresses;
    private final RestClient http;
    private final JsonMapper json;
    private final InstantSource clock;

    IdentityServer(ServerAddresses addresses, ClientHttpRequestFactory requests, JsonMapper json, InstantSource clock) {
        this.addresses = addresses;
        this.http = RestClient.builder().requestFactory(requests).build();
        this.json = json;
        this.clock = clock;
    }

    public Reply userinfo(Token access) {
        return send(http.get()
                .uri(addresses.userinfo())
                .headers(headers -> headers.setBearerAuth(access.value()))
                .accept(MediaType.APPLICATION_JSON));
    }

    public Reply introspect(Caller caller, Token token) {
        return post(addresses.introspect(), caller, form("token", token.value()));
    }

    public Reply refresh(Caller caller, Token refresh) {
        MultiValueMap<String, String> form = form("grant_type", "refresh_token");
        form.add("refresh_token", refresh.value());
        return post(addresses.token(), caller, form);
    }

    public Reply redeem(Caller caller, String code, String redirectUri, ProofKey proofKey) {
        MultiValueMap<String, String> form = form("grant_type", "authorization_code");
        form.add("code", code);
        form.add("redirect_uri", redirectUri);
        form.add("code_verifier", proofKey.verifier());
        return post(addresses.token(), caller, form);
    }

    /** Revocation as RFC 7009 has it. */
    public Reply revoke(Caller caller, Token token) {
        return post(addresses.revoke(), caller, form("token", token.value()));
    }

    /** The logout of an app: ends the authorization of this access token, and no session. */
    public Reply apiLogout(HttpMethod method, Token access) {
        return send(http.method(method)
                .uri(addresses.apiLogout())
                .headers(headers -> headers.setBearerAuth(access.value()))
                .accept(MediaType.APPLICATION_JSON));
    }

    /** Ends the session under which this access token was given, and its authorization. */
    public Reply invalidate(Token access) {
        return send(http.post()
                .uri(addresses.invalidate())
                .headers(headers -> headers.setBearerAuth(access.value()))
                .accept(MediaType.APPLICATION_JSON));
    }

    /** Hands a refresh token over, as a page does once: the next one comes in a cookie. */
    public ReplyWithCookies handOver(Token refresh) {
        RestClient.RequestHeadersSpec<?> request = json(addresses.appRefresh(), refresh);
        try {
            return request.exchangeForRequiredValue(
                    (sent, response) -> new ReplyWithCookies(answered(response), cookies(response.getHeaders())));
        } catch (ResourceAccessException unreachable) {
            return new ReplyWithCookies(noAnswer(), List.of());
        }
    }

    /** The logout of a page that knows its refresh token. */
    public Reply appLogout(Token refresh) {
        return send(json(addresses.appLogout(), refresh));
    }

    /** The logout of a page that knows nothing: a browser sends the cookies of that path along. */
    public Reply appLogout(List<HttpCookie> cookies) {
        return send(http.post()
                .uri(addresses.appLogout())
                .header(HttpHeaders.COOKIE, ReplyWithCookies.header(cookies))
                .accept(MediaType.APPLICATION_JSON));
    }

    private RestClient.RequestHeadersSpec<?> json(String address, Token refresh) {
        return http.post()
                .uri(address)
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(Map.of("refresh_token", refresh.value())));
    }

    private static List<HttpCookie> cookies(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.SET_COOKIE).stream()
                .flatMap(line -> HttpCookie.parse("Set-Cookie: " + line).stream())
                .toList();
    }

    private Reply post(String address, Caller caller, MultiValueMap<String, String> form) {
        RestClient.RequestBodySpec request = http.post()
                .uri(address)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .accept(MediaType.APPLICATION_JSON);
        switch (caller) {
            case Caller.Confidential(String id, String secret) ->
                request.headers(headers -> headers.setBasicAuth(id, secret));
            case Caller.Public(String id) -> form.add("client_id", id);
        }
        return send(request.body(form));
    }

    private Reply send(RestClient.RequestHeadersSpec<?> request) {
        try {
            return request.exchangeForRequiredValue((sent, response) -> answered(response));
        } catch (ResourceAccessException unreachable) {
            return noAnswer();
        }
    }

    private NoAnswer noAnswer() {
        return new NoAnswer("The identity provider did not answer at " + addresses.issuer(), clock.instant());
    }

    private Answered answered(ClientHttpResponse response) throws IOException {
        String body = new String(response.getBody().readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        return new Answered(response.getStatusCode().value(), body, fields(body), clock.instant());
    }

    private Map<String, Object> fields(String body) {
        if (!body.startsWith("{")) {
            return Map.of();
        }
        try {
            return json.readValue(body, JSON_OBJECT);
        } catch (JacksonException notJson) {
            return Map.of();
        }
    }

    private static MultiValueMap<String, String> form(String name, String value) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add(name, value);
        return form;
    }
}
