package org.exeunt.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThemeFilesTests {

    @Test
    void the_base_theme_has_every_view() {
        assertThat(Theme.BASE.files())
                .containsAll(TestPages.all().stream()
                        .map(page -> Path.of("templates", page.view() + ".html"))
                        .toList());
    }

    @Test
    void every_template_of_base_is_a_tested_page_or_a_part_of_one() {
        List<String> parts = List.of("layout", "header", "parts");
        List<String> views = TestPages.all().stream().map(TestPages.Page::view).toList();

        assertThat(Theme.BASE.files(".html"))
                .extracting(file -> file.getFileName().toString().replace(".html", ""))
                .allMatch(name -> parts.contains(name) || views.contains(name));
    }

    @Test
    void there_is_a_brand_to_check() {
        assertThat(Theme.brands()).extracting(Theme::label).contains("News");
    }

    @ParameterizedTest
    @MethodSource("brands")
    void a_brand_has_only_files_that_base_has(Theme brand) {
        assertThat(Theme.BASE.files()).containsAll(brand.files());
    }

    @ParameterizedTest
    @MethodSource("themes")
    void a_theme_has_only_files_that_the_server_reads_or_serves(Theme theme) {
        assertThat(theme.files())
                .allMatch(file -> file.toString()
                        .matches("templates/[a-z-]+\\.html|[\\w-]+\\.(css|js|svg|png|woff2|properties)"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_holds_no_script_no_style_and_no_unescaped_text(Path template) {
        String markup = Theme.read(template);

        assertThat(markup)
                // From a file of the theme, or not at all.
                .doesNotContainPattern("(?i)<script(?! (type=\"module\"|defer) [^>]*th:src=\"[^\"]+\"></script>)")
                .doesNotContainPattern("(?i)<style")
                .doesNotContainPattern("(?i)\\s(th:)?style\\s*=")
                .doesNotContainPattern("(?i)\\s(th:)?on[a-z]+\\s*=")
                .doesNotContainPattern("(?i)javascript:")
                .doesNotContain("th:utext", "[(", "[[", "th:attr");
    }

    @ParameterizedTest
    @MethodSource({"templates", "stylesheets"})
    void no_template_and_no_stylesheet_asks_another_site(Path file) {
        assertThat(Theme.read(file))
                .doesNotContainPattern("(?i)https?://")
                .doesNotContainPattern("[\"'(]//")
                .doesNotContain("@import");
    }

    static Stream<Theme> themes() {
        return Theme.all().stream();
    }

    static Stream<Theme> brands() {
        return Theme.brands().stream();
    }

    static Stream<Path> templates() {
        return files(".html");
    }

    static Stream<Path> stylesheets() {
        return files(".css");
    }

    private static Stream<Path> files(String suffix) {
        return themes().flatMap(theme -> theme.files(suffix).stream().map(theme.folder()::resolve));
    }
}
