package org.exeunt.endtoend.browser;

import org.exeunt.endtoend.stage.Site;
import org.exeunt.endtoend.stage.TestEnvironment;

/** An old application: pages that keep a cookie of their own, a frame that drops it, and a page that polls the server's frame. */
final class OldPortal implements AutoCloseable {

    private final TestEnvironment stage;
    private final Site site;

    OldPortal(TestEnvironment stage) {
        this.stage = stage;
        this.site = Site.onPort(stage.portalPort());
        site.publish("/callback", "<script>document.cookie = 'portal=in; path=/'</script>");
        site.publish("/out", "<script>document.cookie = 'portal=; path=/; max-age=0'</script>");
        site.publish("/poll", """
                <iframe src="%s/connect/check-session"></iframe>
                <script>
                  const ask = (message) => new Promise((resolve) => {
                    addEventListener('message', (event) => resolve(event.data), {once: true});
                    document.querySelector('iframe').contentWindow.postMessage(message, '%1$s');
                  });
                </script>
                """.formatted(stage.server()));
    }

    Site site() {
        return site;
    }

    /** Signs a user in who is signed in at the server already. Returns the state of the session that it was told. */
    String signIn(ChromiumUser person) {
        var app = new HandmadeApp(stage, "portal", TestEnvironment.PORTAL_SECRET, stage.portal());
        return HandmadeApp.parameter(app.signIn(person), "session_state");
    }

    /** Whether the portal itself still takes the user for signed in. */
    boolean knows(ChromiumUser person) {
        return person.profile().cookies(stage.portal()).stream().anyMatch(cookie -> cookie.name.equals("portal"));
    }

    @Override
    public void close() {
        site.close();
    }
}
