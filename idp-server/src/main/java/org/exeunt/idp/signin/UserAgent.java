package org.exeunt.idp.signin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names browser and system by the {@code User-Agent} header, precisely enough for users to tell their devices apart.
 * Browsers claim to be each other, so the order of the patterns matters; only names on pages depend on it.
 */
record UserAgent(Optional<String> browser, Optional<String> system) {

    private static final Map<String, String> BROWSERS = inOrder(
            "EdgiOS/", "Edge",
            "EdgA/", "Edge",
            "Edg/", "Edge",
            "OPR/", "Opera",
            "OPT/", "Opera",
            "SamsungBrowser/", "Samsung Internet",
            "Vivaldi/", "Vivaldi",
            "DuckDuckGo/", "DuckDuckGo",
            "FxiOS/", "Firefox",
            "Firefox/", "Firefox",
            "CriOS/", "Chrome",
            "HeadlessChrome/", "Chrome",
            "Chromium/", "Chromium",
            "Chrome/", "Chrome",
            "Safari/", "Safari",
            "curl/", "curl");

    private static final Map<String, String> SYSTEMS = inOrder(
            "iPhone", "iPhone",
            "iPad", "iPad",
            "Android", "Android",
            "CrOS", "ChromeOS",
            "Windows", "Windows",
            "Macintosh", "Mac",
            "Linux", "Linux");

    /** @param header empty if the browser sent none */
    static UserAgent of(String header) {
        return new UserAgent(find(BROWSERS, header), find(SYSTEMS, header));
    }

    private static Optional<String> find(Map<String, String> names, String header) {
        return names.entrySet().stream()
                .filter(mark -> header.contains(mark.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Map<String, String> inOrder(String... marksAndNames) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int mark = 0; mark < marksAndNames.length; mark += 2) {
            names.put(marksAndNames[mark], marksAndNames[mark + 1]);
        }
        return names;
    }
}
