package org.exeunt.themes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.exeunt.themes.TestPages.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Renders every page in every theme and language, and leaves the pages in {@code target/pages} to be looked at. */
class PagesTests {

    private static final int FIRST_ROUND_TRIP = 14_000;
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");
    private static final Pattern REFERENCE =
            Pattern.compile("\\s(?:for|form|aria-describedby|aria-labelledby)=\"([^\"]+)\"");
    private static final Map<Theme, PageRenderer> RENDERERS = new ConcurrentHashMap<>();

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_whole(Theme theme, Locale language, Page page) throws IOException {
        String html = render(theme, language, page);
        keep(theme, language, page, html);

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .containsPattern(
                        "<html lang=\"" + (language.equals(Locale.ENGLISH) ? "en" : language) + "\" dir=\"ltr\">")
                .doesNotContain("??", "th:", "${", "#{", "null");
        assertThat(html.split("<h1", -1)).as("one first heading").hasSize(2);
        assertThat(html.split("<main", -1)).as("one main landmark").hasSize(2);
        assertThat(html.split("role=\"(status|alert)\"", -1))
                .as("at most one live region")
                .hasSizeBetween(1, 2);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_chosen_by_others_are_escaped(Theme theme, Locale language, Page page) {
        // The scripts come from files of the theme.
        String html = render(theme, language, page)
                .replaceFirst(
                        "<script( defer| type=\"module\")+ src=\"/themes/base/(receipt|onwards|page|form-post)\\.js\"></script>",
                        "");

        assertThat(html).doesNotContain("<script", "alert('");
        assertThat(TAG.matcher(html).results().map(MatchResult::group))
                .noneMatch(tag -> tag.matches("(?is).*\\s(on[a-z]+|style)=.*"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void labels_and_descriptions_point_to_something(Theme theme, Locale language, Page page) {
        String html = render(theme, language, page);
        List<String> ids = found(ID, html);

        assertThat(ids).doesNotHaveDuplicates().containsAll(found(REFERENCE, html));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_no_dead_end(Theme theme, Locale language, Page page) {
        assertThat(render(theme, language, page)).containsPattern("<a [^>]*href=\"|<button [^>]*type=\"submit\"");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_with_its_styles_and_images_fits_the_first_round_trip(Theme theme, Locale language, Page page)
            throws IOException {
        int size = gzip(render(theme, language, page))
                + gzip(Theme.read(theme.resolve("logo.svg")))
                + gzip(Theme.read(theme.resolve("favicon.svg")));
        for (Path sheet : theme.ownStylesheets()) {
            size += gzip(Theme.read(sheet));
        }

        assertThat(size).isLessThanOrEqualTo(FIRST_ROUND_TRIP);
    }

    static Stream<Arguments> pages() {
        return Theme.all().stream()
                .flatMap(theme -> Stream.of(Locale.ENGLISH, Locale.of("nb"))
                        .flatMap(language -> TestPages.all().stream().map(page -> arguments(theme, language, page))));
    }

    private static String render(Theme theme, Locale language, Page page) {
        return RENDERERS.computeIfAbsent(theme, PageRenderer::new).render(page, language);
    }

    private static void keep(Theme theme, Locale language, Page page, String html) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/pages", theme.name(), language.toString()));
        Files.writeString(folder.resolve(page + ".html"), html);
    }

    private static List<String> found(Pattern pattern, String html) {
        return pattern.matcher(html).results().map(match -> match.group(1)).toList();
    }

    private static int gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }
}
