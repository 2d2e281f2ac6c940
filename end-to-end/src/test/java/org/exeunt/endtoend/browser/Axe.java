package org.exeunt.endtoend.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Deque's axe has against a page, in light and in dark, by the rules of WCAG 2.2 A and AA and by what axe calls best
 * practice. What axe does not look for is added: a page that has to be scrolled sideways (WCAG 1.4.10).
 */
final class Axe {

    private static final String AXE = source();

    /** Axe measures no contrast on a gradient: here its strongest colour is the whole ground, which is harder to pass. */
    private static final String RUN = """
            async () => {
              document.body.style.background = '';
              const gradient = getComputedStyle(document.body).backgroundImage;
              document.body.style.background = gradient.match(/(rgba?|color)\\([^)]*\\)/)?.[0] ?? '';
              const result = await axe.run(document, {
                iframes: false,
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              });
              const unmeasured = result.incomplete.filter((rule) => rule.id === 'color-contrast');
              return {
                passed: result.passes.map((rule) => rule.id),
                violations: [...result.violations, ...unmeasured].flatMap((rule) =>
                  rule.nodes.map((node) => `${rule.id} at ${node.target}: ${node.failureSummary}`)),
                excess: document.scrollingElement.scrollWidth - innerWidth,
              };
            }
            """;

    private Axe() {}

    /**
     * Looks at the page that is shown now.
     *
     * @param name what to call it in a complaint
     */
    static List<String> complaints(Page page, String name) {
        List<String> complaints = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            look(page).stream()
                    .map(complaint -> name + ", " + scheme + ": " + complaint)
                    .forEach(complaints::add);
        }
        return complaints;
    }

    private static List<String> look(Page page) {
        page.evaluate(AXE);
        Map<?, ?> result = (Map<?, ?>) requireNonNull(page.evaluate(RUN));
        List<String> complaints = new ArrayList<>(texts(result, "violations"));
        if (!texts(result, "passed").containsAll(List.of("color-contrast", "document-title", "landmark-one-main"))) {
            complaints.add("axe found nothing to look at: it passed " + texts(result, "passed"));
        }
        if (((Number) requireNonNull(result.get("excess"))).intValue() > 0) {
            complaints.add(result.get("excess") + " px wider than its window");
        }
        return complaints;
    }

    private static List<String> texts(Map<?, ?> result, String name) {
        return ((List<?>) requireNonNull(result.get(name)))
                .stream().map(String::valueOf).toList();
    }

    private static String source() {
        try (InputStream script = requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
