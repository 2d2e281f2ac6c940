package org.exeunt.themes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContrastTests {

    private static final double READABLE = 4.5;
    private static final Pattern LIGHT = Pattern.compile("(?m)^:root \\{(.*?)^}", Pattern.DOTALL);
    private static final Pattern DARK =
            Pattern.compile("(?m)^@media \\(prefers-color-scheme: dark\\) \\{\\s*:root \\{(.*?)}", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+):\\s*([^;]+);");

    @ParameterizedTest
    @MethodSource("pairs")
    void text_can_be_read(Theme theme, String scheme, String text, String ground) {
        Map<String, String> tokens = tokens(theme, scheme);

        assertThat(contrast(requireNonNull(tokens.get(text)), requireNonNull(tokens.get(ground))))
                .as("contrast of %s on %s", text, ground)
                .isGreaterThanOrEqualTo(READABLE);
    }

    @ParameterizedTest
    @MethodSource("themes")
    void a_theme_sets_no_token_outside_the_contract(Theme theme) {
        List<String> contract = List.of(
                "brand",
                "on-brand",
                "surface",
                "text",
                "muted",
                "line",
                "ok",
                "warn",
                "bad",
                "radius",
                "font",
                "logo-height");

        assertThat(tokens(theme, "light")).containsKeys(contract.toArray(String[]::new));
        assertThat(tokens(theme, "dark")).containsKeys(contract.toArray(String[]::new));
        assertThat(theme.equals(Theme.BASE) ? List.<String>of() : own(theme)).allMatch(contract::contains);
    }

    static Stream<Arguments> pairs() {
        return Theme.all().stream()
                .flatMap(theme -> Stream.of("light", "dark")
                        .flatMap(scheme -> Stream.concat(
                                Stream.of("text", "muted", "brand", "ok", "warn", "bad")
                                        .map(text -> arguments(theme, scheme, text, "surface")),
                                Stream.of(arguments(theme, scheme, "on-brand", "brand")))));
    }

    static Stream<Theme> themes() {
        return Theme.all().stream();
    }

    private static List<String> own(Theme theme) {
        return TOKEN.matcher(Theme.read(theme.folder().resolve("theme.css")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Map<String, String> tokens(Theme theme, String scheme) {
        Map<String, String> tokens = new HashMap<>();
        for (Path sheet : theme.ownStylesheets()) {
            collect(LIGHT, Theme.read(sheet), tokens);
            if (scheme.equals("dark")) {
                collect(DARK, Theme.read(sheet), tokens);
            }
        }
        return tokens;
    }

    private static void collect(Pattern blocks, String sheet, Map<String, String> tokens) {
        blocks.matcher(sheet)
                .results()
                .forEach(block -> TOKEN.matcher(block.group(1))
                        .results()
                        .forEach(token -> tokens.put(token.group(1), token.group(2))));
    }

    /** The contrast ratio of the Web Content Accessibility Guidelines, for colours written as six hexadecimal digits. */
    private static double contrast(String one, String other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(String colour) {
        assertThat(colour).matches("#[0-9a-f]{6}");
        return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
