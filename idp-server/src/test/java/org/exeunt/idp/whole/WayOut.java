package org.exeunt.idp.whole;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.exeunt.idp.whole.TestClient.Tokens;

/** Every way in which a user is signed out of the session of a browser, with what the user then reads. */
enum WayOut {
    /** Without a question: the client names itself. */
    REDIRECT(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(stage.browser().get("/logout?client_id=news"));
        }
    },
    HINT(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(stage.browser()
                    .post(
                            "/connect/logout",
                            Map.of("id_token_hint", stage.news().id())));
        }
    },
    OWN_FRONT_PAGE(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(stage.browser().post("/logout", Map.of(), "Sec-Fetch-Site", "same-origin"));
        }
    },
    QUESTION(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(answer(stage, Map.of()));
        }
    },
    QUESTION_WITH_OFFLINE_ACCESS(false) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(answer(stage, Map.of("offline_access", "end")));
        }
    },
    SCRIPT(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            TestClient.SHOP.sdkLogout(stage.browser());
            return stage.elsewhere().get("/devices");
        }
    },
    /** On the page of devices, this one. */
    THIS_DEVICE(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(
                    devices(stage.browser(), "/devices/sign-out", stage.news().sid()));
        }
    },
    /** On the page of devices, from another one. */
    ANOTHER_DEVICE(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.elsewhere()
                    .get(TestBrowser.location(devices(
                            stage.elsewhere(), "/devices/sign-out", stage.news().sid())));
        }
    },
    OTHERS(false) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.elsewhere()
                    .get(TestBrowser.location(devices(stage.elsewhere(), "/devices/sign-out-others", "")));
        }
    },
    EVERYWHERE(false) {
        @Override
        HttpResponse<String> take(Stage stage) {
            return stage.follow(devices(stage.browser(), "/devices/sign-out-everywhere", ""));
        }
    },
    ADMINISTRATOR_ONE(true) {
        @Override
        HttpResponse<String> take(Stage stage) {
            stage.administrator("/api/admin/subjects/" + stage.subject() + "/sessions/"
                    + stage.news().sid());
            return stage.elsewhere().get("/devices");
        }
    },
    ADMINISTRATOR_EVERYTHING(false) {
        @Override
        HttpResponse<String> take(Stage stage) {
            stage.administrator("/api/admin/subjects/" + stage.subject() + "/sessions");
            return stage.signedInAgain().get("/devices");
        }
    };

    private final boolean leavesOfflineAccess;

    WayOut(boolean leavesOfflineAccess) {
        this.leavesOfflineAccess = leavesOfflineAccess;
    }

    boolean leavesOfflineAccess() {
        return leavesOfflineAccess;
    }

    /** Goes, and returns the page on which the user reads what became of their apps. */
    abstract HttpResponse<String> take(Stage stage);

    private static HttpResponse<String> answer(Stage stage, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("answer", "sign-out");
        form.put("confirmation", TestBrowser.hidden(stage.browser().get("/connect/logout"), "confirmation"));
        return stage.browser().post("/logout/confirmation", form);
    }

    static HttpResponse<String> devices(TestBrowser browser, String path, String session) {
        String csrf = TestBrowser.hidden(browser.get("/devices"), "_csrf");
        return browser.post(path, Map.of("session", session, "_csrf", csrf));
    }

    /** Where the user stands before they go. */
    interface Stage {

        /** The browser whose session ends. */
        TestBrowser browser();

        /** Another browser of the same user. */
        TestBrowser elsewhere();

        /** A new browser in which the user signs in again. */
        TestBrowser signedInAgain();

        /** Tokens of News, given in {@link #browser}. */
        Tokens news();

        String subject();

        void administrator(String path);

        /** The page, or that to which the answer leads on our own server. */
        default HttpResponse<String> follow(HttpResponse<String> answer) {
            return TestBrowser.location(answer).isEmpty() ? answer : browser().get(TestBrowser.location(answer));
        }
    }
}
