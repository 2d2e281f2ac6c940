package org.exeunt.themes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every view with the models that the server gives it: the usual one, the bare one, and the odd ones. */
final class TestPages {

    /** A name that would become markup if any template wrote it unescaped, or break a text that takes it as argument. */
    static final String HOSTILE = "<script>alert('{0}')</script>";

    private TestPages() {}

    record Page(String view, String variant, Map<String, @Nullable Object> model) {

        Page with(String variant, @Nullable Object... pairs) {
            Map<String, @Nullable Object> changed = new HashMap<>(model);
            for (int i = 0; i < pairs.length; i += 2) {
                changed.put(String.valueOf(pairs[i]), pairs[i + 1]);
            }
            return new Page(view, variant, changed);
        }

        @Override
        public String toString() {
            return view + "." + variant;
        }
    }

    record DemoAccount(String username, String password) {}

    record Device(
            String id,
            boolean current,
            @Nullable String browser,
            @Nullable String system,
            boolean newDevice,
            List<String> apps,
            String ago,
            long count,
            @Nullable String endedAt,
            @Nullable String reason) {

        public String signedInAt() {
            return "12 Nov 14:02 CET";
        }
    }

    record Scope(String name, @Nullable String text, boolean granted) {

        Scope(String name, boolean granted) {
            this(name, null, granted);
        }
    }

    static List<Page> all() {
        return Stream.of(
                        signIn(),
                        consent(),
                        device(),
                        logoutConfirmation(),
                        signedOut(),
                        stayed(),
                        formPost(),
                        logoutRefused(),
                        home(),
                        devices(),
                        password(),
                        error(),
                        problem())
                .flatMap(pages -> pages)
                .toList();
    }

    static List<String> problems() {
        return List.of(
                "repeated-parameter",
                "malformed-parameter",
                "unknown-client",
                "clients-disagree",
                "missing-client",
                "not-a-navigation",
                "foreign-site",
                "no-proof",
                "confirmation-unknown");
    }

    private static Page page(String view, @Nullable Object... pairs) {
        return new Page(view, "usual", new HashMap<>())
                .with("usual", "clientName", "Shop")
                .with("usual", pairs);
    }

    private static Stream<Page> signIn() {
        Page usual = page("sign-in", "failure", null, "reason", null, "username", null, "clientId", "shop")
                .with("usual", "demoAccounts", List.of());
        return Stream.of(
                usual,
                usual.with("bare", "clientName", null, "clientId", null),
                usual.with(
                        "demo",
                        "demoAccounts",
                        List.of(new DemoAccount("kari", "correct horse"), new DemoAccount("ola", "battery staple"))),
                usual.with("failed", "failure", "bad-credentials", "username", "kari", "continueAt", "/devices"),
                usual.with("disabled", "failure", "disabled", "username", "kari"),
                usual.with("interrupted", "interrupted", "form"),
                usual.with("interrupted-sign-in", "interrupted", "sign-in"),
                usual.with("wait-a-minute", "failure", "wait-a-minute"),
                usual.with("wait", "failure", "wait-minutes", "minutes", "15"),
                usual.with("timed-out", "reason", "session_timeout"),
                usual.with("elsewhere", "reason", "signed_out_elsewhere"),
                usual.with("timed-out-at", "reason", "session_timeout", "signedOutAt", "14:02 CET"),
                usual.with("changed", "reason", "password_change"),
                usual.with("by-admin-at", "reason", "admin_logout", "signedOutAt", "14:02 CET"),
                usual.with("disabled-at", "reason", "account_disabled", "signedOutAt", "14:02 CET"),
                usual.with("elsewhere-at", "reason", "signed_out_elsewhere", "signedOutAt", "20 Nov 14:02 CET"),
                usual.with("hostile", "clientName", HOSTILE, "clientId", HOSTILE, "username", HOSTILE));
    }

    private static Stream<Page> consent() {
        Page usual = page(
                "consent",
                "account",
                "Kari Nordmann",
                "scopes",
                List.of(new Scope("profile", false), new Scope("email", false), new Scope("offline_access", false)),
                "openid",
                true,
                "site",
                "shop.example",
                "formAction",
                "/oauth2/authorize",
                "clientId",
                "shop",
                "state",
                "af0ifjsldkj",
                "userCode",
                null);
        return Stream.of(
                usual,
                usual.with("device", "userCode", "BCDF-GHJK", "scopes", List.of(new Scope("orders.read", false))),
                usual.with("own-text", "scopes", List.of(new Scope("orders.read", "See your orders", false))),
                usual.with("nothing-new", "openid", false, "scopes", List.of(new Scope("profile", true))),
                usual.with(
                        "hostile",
                        "clientName",
                        HOSTILE,
                        "account",
                        HOSTILE,
                        "state",
                        HOSTILE,
                        "scopes",
                        List.of(new Scope(HOSTILE, false), new Scope(HOSTILE, true))));
    }

    private static Stream<Page> device() {
        Page usual = page("device", "userCode", null, "failure", null, "clientName", null);
        return Stream.of(
                usual,
                usual.with("prefilled", "userCode", "BCDF-GHJK"),
                usual.with("failed", "userCode", "BCDF-GHJK", "failure", "unknown-code"),
                usual.with("denied", "failure", "denied"),
                usual.with("hostile", "userCode", HOSTILE),
                usual.with("too-many-codes", "failure", "too-many-codes"),
                page("device-connected"),
                page("device-connected").with("bare", "clientName", null));
    }

    /** An app in the question, as the server describes it. */
    record AppInQuestion(String name, boolean keepsAccess) {}

    private static Stream<Page> logoutConfirmation() {
        Page usual = page(
                "logout-confirmation",
                "account",
                "Kari Nordmann",
                "apps",
                List.of(new AppInQuestion("Shop", false), new AppInQuestion("News", false)),
                "confirmation",
                "8f14e45fceea167a",
                "meantForAnother",
                false,
                "problem",
                null);
        return Stream.concat(
                Stream.of(
                        usual,
                        usual.with("bare", "apps", List.of(), "clientName", null),
                        usual.with("another", "meantForAnother", true),
                        usual.with(
                                "keeps-access",
                                "apps",
                                List.of(new AppInQuestion("Shop", false), new AppInQuestion("Mobile app", true))),
                        usual.with(
                                "long",
                                "account",
                                "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliane",
                                "apps",
                                List.of(
                                        new AppInQuestion(
                                                "Rindfleischetikettierungsüberwachungsaufgabenübertragung", true),
                                        new AppInQuestion("X", false))),
                        usual.with(
                                "hostile",
                                "clientName",
                                HOSTILE,
                                "account",
                                HOSTILE,
                                "apps",
                                List.of(new AppInQuestion(HOSTILE, true), new AppInQuestion("O’Neil", false)))),
                problems().stream().map(problem -> usual.with(problem, "problem", problem)));
    }

    /** An app on the receipt, as the server describes it. */
    record App(
            String name,
            String key,
            boolean alsoKeepsAccess,
            @Nullable String site,
            long minutes) {

        App(String name, String key) {
            this(name, key, false, null, 0);
        }

        public boolean isUnconfirmed() {
            return key.equals("pending") || key.equals("failed");
        }
    }

    /** What the server counted. */
    record Summary(
            int told,
            int confirmed,
            List<String> unconfirmed,
            boolean waiting,
            int keeping,
            int silent,
            String seal,
            String news,
            String whom) {

        static Summary settled(int confirmed, int silent) {
            return new Summary(confirmed, confirmed, List.of(), false, 0, silent, silent == 0 ? "ok" : "info", "", "0");
        }

        static Summary open(int told, int confirmed, boolean waiting, String... unconfirmed) {
            String news = (waiting ? "unconfirmed" : "failed") + (unconfirmed.length == 1 ? ".one" : ".several");
            String whom = unconfirmed.length == 1 ? unconfirmed[0] : String.valueOf(unconfirmed.length);
            return new Summary(told, confirmed, List.of(unconfirmed), waiting, 0, 0, "warn", news, whom);
        }

        Summary keeping(int apps) {
            return new Summary(
                    told, confirmed, unconfirmed, waiting, apps, silent, seal.equals("ok") ? "info" : seal, news, whom);
        }
    }

    /** A session on the receipt. */
    record SignedOutDevice(
            boolean current,
            @Nullable String browser,
            @Nullable String system,
            List<App> apps) {}

    private static List<SignedOutDevice> here(App... apps) {
        return List.of(new SignedOutDevice(true, null, null, List.of(apps)));
    }

    private static Stream<Page> signedOut() {
        App shop = new App("Shop", "acknowledged");
        App news = new App("News", "pending", false, "http://localhost:8081", 0);
        Page usual = page(
                "signed-out",
                "where",
                "here",
                "receipt",
                null,
                "summary",
                Summary.settled(2, 0),
                "devices",
                here(shop, new App("News", "acknowledged")),
                "targetDropped",
                false,
                "continueUrl",
                "/shop");
        return Stream.of(
                usual,
                usual.with(
                        "waiting",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.open(3, 2, true, "News"),
                        "devices",
                        here(
                                news,
                                new App("Forum", "silent-for-a-while", false, null, 30),
                                new App("Weather", "silent"),
                                shop,
                                new App("Mail", "acknowledged"))),
                usual.with(
                        "waiting-for-several",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.open(3, 1, true, "News", "Very old newspaper archive and letters to the editor"),
                        "devices",
                        here(news, new App("Very old newspaper archive and letters to the editor", "failed"), shop)),
                usual.with(
                        "failed",
                        "summary",
                        Summary.open(2, 1, false, "News"),
                        "devices",
                        here(new App("News", "failed", false, "http://localhost:8081", 0), shop)),
                usual.with(
                        "failed-several",
                        "summary",
                        Summary.open(2, 0, false, "News", "Shop"),
                        "devices",
                        here(new App("News", "failed"), new App("Shop", "failed"))),
                usual.with(
                        "asked",
                        "summary",
                        Summary.settled(1, 1),
                        "devices",
                        here(shop, new App("Old portal", "asked")),
                        "frames",
                        List.of("/portal/signed-out?iss=x&sid=y"),
                        "sentOn",
                        true),
                usual.with(
                        "keeps-access",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.open(2, 1, true, "Old forum").keeping(2),
                        "devices",
                        here(
                                new App("Old forum", "pending", true, null, 0),
                                new App("Mobile app", "keeps-access"),
                                shop)),
                usual.with(
                        "everywhere",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.open(3, 2, true, "News"),
                        "continueUrl",
                        null,
                        "devices",
                        List.of(
                                new SignedOutDevice(true, "Firefox", "Linux", List.of(shop)),
                                new SignedOutDevice(false, "Safari", "iPhone", List.of(news, shop)),
                                new SignedOutDevice(false, null, null, List.of()))),
                usual.with(
                        "others",
                        "where",
                        "elsewhere",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.settled(1, 0),
                        "continueUrl",
                        null,
                        "devices",
                        List.of(new SignedOutDevice(false, "Safari", "iPhone", List.of(shop)))),
                usual.with(
                        "others-waiting",
                        "where",
                        "elsewhere",
                        "receipt",
                        "/logout/receipt/4bf92f35",
                        "summary",
                        Summary.open(1, 0, true, "News"),
                        "continueUrl",
                        null,
                        "devices",
                        List.of(new SignedOutDevice(false, "Safari", "iPhone", List.of(news)))),
                usual.with("silent", "summary", Summary.settled(0, 1), "devices", here(new App("Shop", "silent"))),
                usual.with(
                        "bare",
                        "devices",
                        here(),
                        "summary",
                        Summary.settled(0, 0),
                        "continueUrl",
                        null,
                        "clientName",
                        null),
                usual.with("unnamed", "clientName", null),
                usual.with("nothing", "where", "nothing", "devices", List.of(), "summary", Summary.settled(0, 0)),
                usual.with(
                        "other-browser",
                        "where",
                        "other-browser",
                        "devices",
                        List.of(),
                        "summary",
                        Summary.settled(0, 0)),
                usual.with("dropped", "targetDropped", true, "continueUrl", null),
                usual.with("dropped-unnamed", "targetDropped", true, "continueUrl", null, "clientName", null),
                usual.with(
                        "hostile",
                        "clientName",
                        HOSTILE,
                        "devices",
                        here(new App(HOSTILE, "pending", false, "http://localhost:8081", 0)),
                        "summary",
                        Summary.open(1, 0, true, HOSTILE),
                        "targetDropped",
                        true));
    }

    private static Stream<Page> stayed() {
        Page usual = page("stayed", "account", "Kari Nordmann", "continueUrl", "/shop");
        return Stream.of(
                usual,
                usual.with("bare", "continueUrl", null, "clientName", null),
                usual.with("unnamed", "clientName", null),
                usual.with("hostile", "account", HOSTILE, "clientName", HOSTILE));
    }

    private static Stream<Page> formPost() {
        Page usual = page(
                "form-post",
                "redirectUri",
                "http://localhost:8080/callback",
                "parameters",
                Map.of("code", "SplxlOBeZQQYbYS6WxSbIA"));
        return Stream.of(
                usual,
                usual.with(
                        "hostile",
                        "redirectUri",
                        "http://localhost:8080/?\"" + HOSTILE,
                        "parameters",
                        Map.of("state", "\"" + HOSTILE),
                        "clientName",
                        HOSTILE));
    }

    private static Stream<Page> logoutRefused() {
        Page usual = page("logout-refused", "problem", "not-a-navigation", "correlationId", "4bf92f3577b34da6");
        return Stream.concat(
                Stream.of(
                        usual,
                        usual.with("bare", "correlationId", null, "clientName", null),
                        usual.with("hostile", "correlationId", HOSTILE, "clientName", HOSTILE)),
                problems().stream().map(problem -> usual.with(problem, "problem", problem)));
    }

    /** An app with access, as the server describes it. */
    record AppView(
            String id,
            String name,
            boolean keepsAccess,
            @Nullable String since) {}

    private static final List<AppView> APPS = List.of(
            new AppView("shop", "Shop", false, "14:02 CET"),
            new AppView("news", "News", false, null),
            new AppView("mobile", "Mobile app", true, "12 Nov 14:02 CET"));

    private static Stream<Page> home() {
        Page usual = page("home", "account", "Kari Nordmann", "apps", APPS, "otherApps", List.of());
        return Stream.of(
                usual,
                usual.with("no-apps", "apps", List.of()),
                usual.with("other-apps", "apps", APPS.subList(0, 2), "otherApps", APPS.subList(2, 3)),
                usual.with("signed-out", "account", null, "apps", List.of(), "clientName", null),
                usual.with("hostile", "account", HOSTILE, "apps", List.of(new AppView(HOSTILE, HOSTILE, true, "x"))));
    }

    private static Stream<Page> devices() {
        Device here = new Device("a", true, "Firefox", "Linux", true, List.of("Shop", "News"), "now", 0, null, null);
        Device phone = new Device("b", false, "Safari", "iPhone", true, List.of(), "minutes", 5, null, null);
        Page usual = page("devices", "account", "Kari Nordmann", "done", null)
                .with(
                        "usual",
                        "live",
                        List.of(here, phone),
                        "ended",
                        List.of(),
                        "apps",
                        APPS,
                        "allowedApps",
                        List.of());
        return Stream.of(
                usual,
                usual.with("alone", "live", List.of(here)),
                usual.with("no-apps", "apps", List.of()),
                usual.with("allowed", "allowedApps", APPS),
                usual.with("done-app", "done", "app"),
                usual.with("done-one", "done", "one"),
                usual.with("done-password", "done", "password"),
                usual.with("done-others", "done", "others", "live", List.of(here)),
                usual.with(
                        "units",
                        "live",
                        Stream.of("now", "minutes", "hour", "hours", "day", "days")
                                .map(ago ->
                                        new Device(ago, false, "Edge", null, false, List.of("X"), ago, 3, null, null))
                                .toList()),
                usual.with(
                        "ended",
                        "ended",
                        Stream.of(
                                        "user_logout",
                                        "signed_in_as_another",
                                        "signed_out_elsewhere",
                                        "password_change",
                                        "admin_logout",
                                        "account_disabled",
                                        "session_timeout")
                                .map(end ->
                                        new Device(end, false, null, null, true, List.of(), "day", 1, "12 Nov", end))
                                .toList()),
                usual.with(
                        "hostile",
                        "account",
                        HOSTILE,
                        "live",
                        List.of(new Device(
                                "c", true, HOSTILE, HOSTILE, false, List.of(HOSTILE), "now", 0, null, null))));
    }

    private static Stream<Page> password() {
        Page usual = page("password", "account", "Kari Nordmann", "username", "kari", "failure", null);
        return Stream.concat(
                Stream.of(usual, usual.with("hostile", "account", HOSTILE, "username", HOSTILE)),
                Stream.of("current", "too-short", "too-long", "differ")
                        .map(failure -> usual.with(failure, "failure", failure)));
    }

    private static Stream<Page> problem() {
        return Stream.of("not-signed-out", "origin-not-allowed")
                .map(problem -> page("problem", "problem", problem).with(problem, "clientName", null));
    }

    private static Stream<Page> error() {
        return Stream.of(400, 403, 404, 405, 408, 413, 500, 503, 418)
                .map(status -> page("error", "status", status, "correlationId", "4bf92f3577b34da6")
                        .with(String.valueOf(status), "clientName", status == 404 ? null : HOSTILE));
    }
}
