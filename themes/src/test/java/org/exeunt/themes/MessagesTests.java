package org.exeunt.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTests {

    private static final Pattern MESSAGE = Pattern.compile("#\\{([a-z][\\w.-]*)");
    private static final Pattern CHOSEN_MESSAGE = Pattern.compile("(?:#\\{\\$\\{|msgOrNull\\()'([a-z][\\w.-]*)'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    @Test
    void the_base_theme_speaks_english_and_norwegian() {
        assertThat(Theme.BASE.languages()).contains(Locale.ROOT, Locale.of("nb"));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void every_language_has_the_keys_of_english(Theme theme) {
        Set<String> english = theme.messages(Locale.ROOT).stringPropertyNames();

        assertThat(theme.languages())
                .allSatisfy(language -> assertThat(theme.messages(language).stringPropertyNames())
                        .as("keys in '%s'", language)
                        .isEqualTo(english));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void every_language_names_the_same_things_in_a_text(Theme theme) {
        Properties english = theme.messages(Locale.ROOT);

        for (Locale language : theme.languages()) {
            Properties translated = theme.messages(language);
            assertThat(english.stringPropertyNames())
                    .allSatisfy(key -> assertThat(placeholders(translated, key))
                            .as("placeholders of %s in '%s'", key, language)
                            .isEqualTo(placeholders(english, key)));
        }
    }

    @ParameterizedTest
    @MethodSource("brands")
    void a_brand_rewrites_only_texts_of_base_and_in_each_of_its_languages(Theme brand) {
        assertThat(brand.languages()).containsExactlyInAnyOrderElementsOf(Theme.BASE.languages());
        assertThat(Theme.BASE.messages(Locale.ROOT).stringPropertyNames())
                .containsAll(brand.messages(Locale.ROOT).stringPropertyNames());
    }

    /** A straight apostrophe quotes in texts with arguments and does not in others: it would vanish from some pages. */
    @ParameterizedTest
    @MethodSource("themes")
    void no_text_has_a_straight_apostrophe_or_is_blank(Theme theme) {
        assertThat(theme.languages())
                .allSatisfy(language -> assertThat(
                                theme.messages(language).values().stream().map(Object::toString))
                        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("'")));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void every_message_of_a_template_exists(Theme theme) {
        Set<String> known = Theme.BASE.messages(Locale.ROOT).stringPropertyNames();

        for (String template : templates(theme).toList()) {
            assertThat(known).containsAll(matches(MESSAGE, template));
            assertThat(matches(CHOSEN_MESSAGE, template))
                    .allSatisfy(prefix -> assertThat(known).anyMatch(key -> key.startsWith(prefix)));
        }
    }

    @Test
    void every_text_of_base_is_used() {
        String all = templates(Theme.BASE).collect(Collectors.joining());
        Set<String> used = matches(MESSAGE, all);
        Set<String> prefixes = matches(CHOSEN_MESSAGE, all);

        assertThat(Theme.BASE.messages(Locale.ROOT).stringPropertyNames())
                .allMatch(key -> used.contains(key) || prefixes.stream().anyMatch(key::startsWith));
    }

    static Stream<Theme> themes() {
        return Theme.all().stream();
    }

    static Stream<Theme> brands() {
        return Theme.brands().stream();
    }

    private static Stream<String> templates(Theme theme) {
        return theme.files(".html").stream()
                .map(file -> Theme.read(theme.folder().resolve(file)));
    }

    private static Set<String> placeholders(Properties messages, String key) {
        return PLACEHOLDER
                .matcher(messages.getProperty(key))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
