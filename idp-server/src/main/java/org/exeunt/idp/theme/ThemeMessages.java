package org.exeunt.idp.theme;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The messages of the current theme, before those of its parents. */
class ThemeMessages implements MessageSource {

    private final Themes themes;
    private final Map<Theme, MessageSource> sources = new HashMap<>();

    ThemeMessages(Themes themes) {
        this.themes = themes;
        themes.all().values().forEach(this::source);
    }

    private ResourceBundleMessageSource source(Theme theme) {
        MessageSource known = sources.get(theme);
        if (known instanceof ResourceBundleMessageSource source) {
            return source;
        }
        var source = new ResourceBundleMessageSource();
        source.setBasename("themes/" + theme.name() + "/messages");
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
        source.setAlwaysUseMessageFormat(true);
        Theme parent = theme.parent();
        if (parent != null) {
            source.setParentMessageSource(source(parent));
        }
        sources.put(theme, source);
        return source;
    }

    private MessageSource current() {
        return Objects.requireNonNull(sources.get(PageContext.currentTheme(themes)));
    }

    @Override
    public @Nullable String getMessage(
            String code, Object @Nullable [] arguments, @Nullable String defaultMessage, @Nullable Locale locale) {
        return current().getMessage(code, arguments, defaultMessage, locale);
    }

    @Override
    public String getMessage(String code, Object @Nullable [] arguments, @Nullable Locale locale)
            throws NoSuchMessageException {
        return current().getMessage(code, arguments, locale);
    }

    @Override
    public String getMessage(MessageSourceResolvable resolvable, @Nullable Locale locale)
            throws NoSuchMessageException {
        return current().getMessage(resolvable, locale);
    }
}
