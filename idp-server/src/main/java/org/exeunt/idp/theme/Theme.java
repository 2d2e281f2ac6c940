package org.exeunt.idp.theme;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * A theme as templates see it. Each file is taken from the first theme that has it: this one, its parent, and so on
 * up to the base theme.
 */
public final class Theme {

    private final String name;
    private final String label;
    private final @Nullable Theme parent;

    Theme(String name, String label, @Nullable Theme parent) {
        this.name = name;
        this.label = label;
        this.parent = parent;
    }

    String name() {
        return name;
    }

    @Nullable
    Theme parent() {
        return parent;
    }

    /** The name for users. */
    public String label() {
        return label;
    }

    /** The name of the Thymeleaf template for this view. */
    public String template(String view) {
        return "themes/" + owner("templates/" + view + ".html").name + "/templates/" + view;
    }

    /** The path of the URL of a file. */
    public String asset(String file) {
        return "/themes/" + owner(file).name + "/" + file;
    }

    /** The paths of the URLs of the style sheets, in the order in which they are linked. */
    public List<String> stylesheets() {
        List<String> paths = new ArrayList<>();
        for (Theme theme = this; theme != null; theme = theme.parent) {
            if (theme.has("theme.css")) {
                paths.add("/themes/" + theme.name + "/theme.css");
            }
        }
        Collections.reverse(paths);
        return paths;
    }

    private Theme owner(String file) {
        return has(file) || parent == null ? this : parent.owner(file);
    }

    private boolean has(String file) {
        return new ClassPathResource("themes/" + name + "/" + file).exists();
    }
}
