package org.exeunt.idp.whole;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Callable;
import org.exeunt.idp.whole.TestClient.Tokens;

/** The ways in by which the session of a browser ends. */
enum WayIn {
    REDIRECT {
        @Override
        Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop) {
            return () -> browser.get("/logout?client_id=shop");
        }
    },
    REDIRECT_WITH_TOKEN {
        @Override
        Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop) {
            return () -> browser.get("/logout?oauth_token=" + shop.access() + "&redirect_uri="
                    + TestBrowser.encode(TestClient.SHOP.signedOut()));
        }
    },
    HINT {
        @Override
        Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop) {
            return () -> browser.post("/connect/logout", Map.of("id_token_hint", shop.id()));
        }
    },
    CONFIRMATION {
        @Override
        Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop) {
            String question = TestBrowser.hidden(browser.get("/connect/logout"), "confirmation");
            return () -> browser.post("/logout/confirmation", Map.of("answer", "sign-out", "confirmation", question));
        }
    },
    SCRIPT {
        @Override
        Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop) {
            return () -> TestClient.SHOP.sdkLogout(browser);
        }
    };

    /** A logout that is ready to be sent. What has to be asked for before is asked for now. */
    abstract Callable<HttpResponse<String>> prepare(TestBrowser browser, Tokens shop);

    /** The ways in one after the other, for round after round. */
    static WayIn of(int round) {
        return values()[round % values().length];
    }

    /** Whether the answer claims that this very request ended the session, or sends the browser on, which claims nothing. */
    static boolean saysEnded(HttpResponse<String> answer) {
        return answer.body().contains("\"ended\":true") || answer.body().contains("You are signed out</h1>");
    }
}
