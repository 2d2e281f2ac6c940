package org.exeunt.endtoend.browser;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.exeunt.endtoend.stage.Site;

/**
 * A page of Shop that uses the SDK and writes down all that it hears, in order: events with their source, its own hooks, and the
 * requests that the SDK makes.
 */
final class SdkPage {

    private final Page page;

    private SdkPage(Page page) {
        this.page = page;
    }

    /** Publishes it on the site, which stands at an origin of Shop. */
    static void publish(Site site, String server, String origin) {
        site.publish("/", html(server, origin));
    }

    static SdkPage open(Page page, String origin) {
        page.navigate(origin + "/");
        page.waitForFunction("() => window.client");
        return new SdkPage(page);
    }

    Page page() {
        return page;
    }

    /** Runs an expression; a promise is awaited, and if it is rejected its {@code code} is the result. */
    Object run(String expression) {
        return page.evaluate("async () => { try { return await (" + expression + "); } catch (error) {"
                + " return error.code ?? String(error); } }");
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object(String expression) {
        return (Map<String, Object>) run(expression);
    }

    /** What happened since the last call, without the requests. */
    List<String> events() {
        return heard().stream().filter(line -> !line.endsWith(" sent")).toList();
    }

    /** What happened since the last call. */
    @SuppressWarnings("unchecked")
    List<String> heard() {
        return (List<String>) page.evaluate("() => window.heard.splice(0)");
    }

    /** Waits until this was heard. */
    void await(String line) {
        page.waitForFunction("line => window.heard.includes(line)", line);
    }

    private static String html(String server, String shop) {
        return """
            <!DOCTYPE html><title>Shop</title>
            <script type="module">
              import { createLogoutClient } from '%1$s/sdk/v1/session.js';
              const heard = window.heard = [];
              const send = window.fetch;
              window.fetch = (url, options) => { heard.push(`${options.method} sent`); return send(url, options); };
              window.create = options => createLogoutClient({
                issuer: '%1$s', clientId: 'shop', redirectUri: '%2$s/signed-out',
                reset: [source => { heard.push(`reset ${source}`); }],
                clear: [source => { heard.push(`clear ${source}`); }],
                navigate: url => { heard.push(`to ${new URL(url).pathname}`); },
                ...options });
              window.listen = client => {
                for (const name of ['login', 'logout', 'userChange', 'statusChange', 'sessionChange', 'notLoggedin',
                    'sessionInit', 'cleared', 'expiring', 'error']) {
                  client.on(name, payload => heard.push(`${name} ${payload.source ?? payload.code}`));
                }
                return client;
              };
              window.client = listen(create());
            </script>
            """.formatted(server, shop);
    }
}
