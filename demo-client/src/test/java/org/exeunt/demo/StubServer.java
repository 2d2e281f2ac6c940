package org.exeunt.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.exeunt.demo.server.ProofKey;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/** A small identity provider over real HTTP, with one user, one session, and moods. */
public final class StubServer {

    private enum Mood {
        ACCEPTING,
        LYING,
        REFUSING,
        FAILING,
        DOWN
    }

    private final HttpServer http;
    private final RSAKey key;
    private final Set<String> liveTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.ACCEPTING;
    private volatile boolean session;
    private volatile long tokenLife = 300;
    private volatile String person = "alice";
    private volatile String sid = "";

    private StubServer(HttpServer http, RSAKey key) {
        this.http = http;
        this.key = key;
    }

    public static StubServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StubServer stub =
                    new StubServer(http, new RSAKeyGenerator(2048).keyID("stub").generate());
            http.createContext("/", stub::answer);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.start();
            return stub;
        } catch (IOException | JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** Keeps its promises. Nobody is signed in, no token lives. */
    public StubServer accepting() {
        mood = Mood.ACCEPTING;
        session = false;
        tokenLife = 300;
        person = "alice";
        liveTokens.clear();
        requests.clear();
        return this;
    }

    /** Says yes to every logout and ends nothing. */
    public void lying() {
        mood = Mood.LYING;
    }

    /** Refuses every token. */
    public void refusing() {
        mood = Mood.REFUSING;
    }

    /** Answers everything with 503. */
    public void failing() {
        mood = Mood.FAILING;
    }

    /** Closes every connection without an answer. */
    public void down() {
        mood = Mood.DOWN;
    }

    /** A user signed out in another application. */
    public void sessionEndsElsewhere() {
        session = false;
        liveTokens.clear();
    }

    /** The access tokens that it issues from now on are born old, so that they must be refreshed at once. */
    public void issuingShortLivedTokens() {
        tokenLife = 1;
    }

    /** Who signs in from now on. */
    public void person(String name) {
        person = name;
    }

    /** The session of the latest sign-in. */
    public String sid() {
        return sid;
    }

    /** A genuine logout token about that session, to be spoilt by a test. */
    public TestLogoutToken logoutToken() {
        return TestLogoutToken.about(url(), sid, person + "-subject", key);
    }

    /** Every token that it has ever issued. */
    public Set<String> issued() {
        return issued;
    }

    /** The requests since {@link #accepting()}, as "METHOD /path". */
    public List<String> requests() {
        return requests;
    }

    public long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
            switch (mood) {
                case DOWN -> {}
                case FAILING -> json(exchange, 503, "{\"error\":\"temporarily_unavailable\"}");
                case ACCEPTING, LYING, REFUSING -> {
                    switch (path) {
                        case "/auth/refresh" -> handOver(exchange, refreshToken(body));
                        case "/auth/logout" -> appLogout(exchange, refreshToken(body));
                        default -> route(exchange, path, query, parameters(body));
                    }
                }
            }
        }
    }

    private void route(HttpExchange exchange, String path, Map<String, String> query, Map<String, String> form)
            throws IOException {
        switch (path) {
            case "/oauth2/authorize" -> authorize(exchange, query);
            case "/oauth2/token" -> token(exchange, form);
            case "/oauth2/jwks" -> json(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
            case "/userinfo" -> userinfo(exchange);
            case "/oauth2/introspect" ->
                json(exchange, 200, "{\"active\":" + alive(form.getOrDefault("token", "")) + "}");
            case "/oauth2/revoke" -> revoke(exchange);
            case "/api/2/logout" -> apiLogout(exchange);
            case "/login/refresh/invalidate" -> apiLogout(exchange);
            case "/logout" -> logout(exchange, query);
            default -> json(exchange, 404, "{}");
        }
    }

    private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (!"S256".equals(query.get("code_challenge_method"))) {
            json(exchange, 400, "{\"error\":\"invalid_request\"}");
            return;
        }
        UriComponentsBuilder back = UriComponentsBuilder.fromUriString(query.getOrDefault("redirect_uri", ""))
                .queryParam("state", query.get("state"));
        if ("none".equals(query.get("prompt")) && !session) {
            redirect(exchange, back.queryParam("error", "login_required").toUriString());
            return;
        }
        session = true;
        sid = "sid-of-the-stub-" + UUID.randomUUID();
        String code = UUID.randomUUID().toString();
        query.put("sid", sid);
        query.put("sub", person + "-subject");
        codes.put(code, query);
        redirect(exchange, back.queryParam("code", code).toUriString());
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        if ("refresh_token".equals(form.get("grant_type"))) {
            String old = form.getOrDefault("refresh_token", "");
            if (!alive(old)) {
                json(exchange, 400, "{\"error\":\"invalid_grant\"}");
                return;
            }
            liveTokens.remove(old);
            json(exchange, 200, tokens(""));
            return;
        }
        Map<String, String> request = codes.remove(form.getOrDefault("code", ""));
        if (request == null || !provesKey(request, form)) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        json(exchange, 200, tokens(",\"id_token\":\"" + idToken(request) + "\""));
    }

    private void handOver(HttpExchange exchange, String old) throws IOException {
        if (!alive(old)) {
            json(exchange, 401, "");
            return;
        }
        liveTokens.remove(old);
        exchange.getResponseHeaders()
                .add("Set-Cookie", "refresh_token=" + newToken() + "; Path=/auth/refresh; HttpOnly; SameSite=Strict");
        exchange.getResponseHeaders().add("Set-Cookie", "exeunt-app=" + newToken() + "; Path=/; HttpOnly");
        json(exchange, 200, "{\"access_token\":\"" + newToken() + "\",\"token_type\":\"Bearer\",\"expires_in\":300}");
    }

    /** Ends what the refresh token in the body or the handle in the cookie belongs to, and says the same in any case. */
    private void appLogout(HttpExchange exchange, String refreshToken) throws IOException {
        String cookies = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        if (alive(refreshToken) || alive(cookies.replace("exeunt-app=", ""))) {
            endTokens();
        }
        json(exchange, 200, "{\"message\":\"Logged out successfully\"}");
    }

    private static String refreshToken(String json) {
        return json.replaceFirst(".*\"refresh_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private static boolean provesKey(Map<String, String> request, Map<String, String> form) {
        return new ProofKey(form.getOrDefault("code_verifier", "")).challenge().equals(request.get("code_challenge"));
    }

    private String tokens(String more) {
        return """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d,"refresh_token":"%s","scope":"openid profile email"%s}""".formatted(newToken(), tokenLife, newToken(), more);
    }

    private String newToken() {
        String token = UUID.randomUUID().toString().replace("-", "");
        liveTokens.add(token);
        issued.add(token);
        return token;
    }

    private String idToken(Map<String, String> request) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss",
                url(),
                "sub",
                request.getOrDefault("sub", ""),
                "aud",
                request.getOrDefault("client_id", ""),
                "nonce",
                request.getOrDefault("nonce", ""),
                "sid",
                request.getOrDefault("sid", ""),
                "auth_time",
                now,
                "iat",
                now,
                "exp",
                now + 300);
        JWSObject jwt = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stub").build(), new Payload(claims));
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
        issued.add(jwt.serialize());
        return jwt.serialize();
    }

    private void userinfo(HttpExchange exchange) throws IOException {
        if (alive(bearer(exchange))) {
            json(exchange, 200, """
                    {"sub":"%s-subject","name":"Alice Adams","email":"alice@example.com"}""".formatted(person));
        } else {
            json(exchange, 401, "");
        }
    }

    private void apiLogout(HttpExchange exchange) throws IOException {
        if (!alive(bearer(exchange))) {
            json(exchange, 401, "{\"error\":\"invalid_token\"}");
            return;
        }
        endTokens();
        json(exchange, 200, "\"OK\"");
    }

    private void revoke(HttpExchange exchange) throws IOException {
        endTokens();
        json(exchange, 200, "");
    }

    private void logout(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (mood != Mood.LYING) {
            session = false;
        }
        endTokens();
        redirect(exchange, query.get("redirect_uri") + "?state=" + query.get("state"));
    }

    private void endTokens() {
        if (mood != Mood.LYING) {
            liveTokens.clear();
        }
    }

    private boolean alive(String token) {
        return mood != Mood.REFUSING && liveTokens.contains(token);
    }

    private static String bearer(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header == null ? "" : header.replace("Bearer ", "");
    }

    private static Map<String, String> parameters(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return Map.of();
        }
        MultiValueMap<String, String> decoded =
                UriComponentsBuilder.newInstance().query(encoded).build().getQueryParams();
        Map<String, String> parameters = new ConcurrentHashMap<>();
        decoded.toSingleValueMap().forEach((name, value) -> {
            if (value != null) {
                parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        });
        return parameters;
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
