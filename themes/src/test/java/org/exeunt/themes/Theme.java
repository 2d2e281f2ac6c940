package org.exeunt.themes;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/** A theme as the server resolves it: each file from the theme itself or else from its nearest ancestor that has it. */
record Theme(String name, List<Path> chain) {

    private static final Path THEMES = Path.of("src/main/resources/themes");

    static final Theme BASE = named("base");

    static List<Theme> all() {
        try (Stream<Path> folders = Files.list(THEMES)) {
            return folders.map(folder -> named(folder.getFileName().toString())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Theme> brands() {
        return all().stream().filter(theme -> !theme.equals(BASE)).toList();
    }

    private static Theme named(String name) {
        List<Path> chain = new ArrayList<>();
        for (String next = name;
                next != null;
                next = properties(THEMES.resolve(next, "theme.properties")).getProperty("parent")) {
            chain.add(THEMES.resolve(next));
        }
        return new Theme(name, List.copyOf(chain));
    }

    Path folder() {
        return chain.getFirst();
    }

    public String label() {
        return properties(folder().resolve("theme.properties")).getProperty("label");
    }

    public String template(String view) {
        return THEMES.relativize(resolve("templates/" + view + ".html")).toString();
    }

    public String asset(String file) {
        return "/themes/" + THEMES.relativize(resolve(file));
    }

    public List<String> stylesheets() {
        return ownStylesheets().stream()
                .map(sheet -> "/themes/" + THEMES.relativize(sheet))
                .toList();
    }

    List<Path> ownStylesheets() {
        return chain.reversed().stream()
                .map(folder -> folder.resolve("theme.css"))
                .filter(Files::exists)
                .toList();
    }

    Path resolve(String file) {
        return chain.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No theme of " + chain + " has " + file));
    }

    /** The files of this theme's own folder, as paths below it. */
    List<Path> files() {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .map(folder()::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> files(String suffix) {
        return files().stream().filter(file -> file.toString().endsWith(suffix)).toList();
    }

    /** The texts of one language as they stand in this theme's own folder; the root locale means English. */
    Properties messages(Locale language) {
        String suffix = language.equals(Locale.ROOT) ? "" : "_" + language;
        return properties(folder().resolve("messages" + suffix + ".properties"));
    }

    List<Locale> languages() {
        return files().stream()
                .map(Path::toString)
                .filter(file -> file.matches("messages.*\\.properties"))
                .map(file -> file.replaceAll("messages_?|\\.properties", ""))
                .map(Locale::forLanguageTag)
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties properties(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
