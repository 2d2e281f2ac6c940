package org.exeunt.idp.theme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;

/** The themes on the class path: every folder {@code themes/<name>} with a {@code theme.properties}. */
@Component
class Themes {

    static final String BASE = "base";

    private final Map<String, Theme> themes = new TreeMap<>();

    Themes() {
        try {
            Map<String, Properties> found = new TreeMap<>();
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:themes/*/theme.properties")) {
                found.put(folder(file), PropertiesLoaderUtils.loadProperties(file));
            }
            found.keySet().forEach(name -> load(name, found));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the themes cannot be read", unreadable);
        }
    }

    Theme base() {
        return Objects.requireNonNull(themes.get(BASE), "the base theme is part of this program");
    }

    Optional<Theme> find(String name) {
        return Optional.ofNullable(themes.get(name));
    }

    Map<String, Theme> all() {
        return themes;
    }

    private Theme load(String name, Map<String, Properties> found) {
        Theme known = themes.get(name);
        if (known != null) {
            return known;
        }
        Properties properties = found.get(name);
        if (properties == null) {
            throw new IllegalStateException("there is no theme '" + name + "'; the themes are " + found.keySet());
        }
        String parent = properties.getProperty("parent");
        var theme = new Theme(name, properties.getProperty("label", name), parent == null ? null : load(parent, found));
        themes.put(name, theme);
        return theme;
    }

    private static String folder(Resource file) throws IOException {
        String path = file.getURL().getPath();
        int end = path.lastIndexOf('/');
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
