package org.exeunt.themes;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exeunt.themes.TestPages.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ReloadableResourceBundleMessageSource;
import org.springframework.core.io.FileSystemResourceLoader;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/** Renders the pages of one theme as the server does, without a server. */
final class PageRenderer {

    private final Theme theme;
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    PageRenderer(Theme theme) {
        this.theme = theme;
        FileTemplateResolver templates = new FileTemplateResolver();
        templates.setPrefix("src/main/resources/themes/");
        templates.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(messages(theme));
        engine.setLinkBuilder(new LinksWithoutServer());
    }

    String render(Page page, Locale language) {
        Map<String, @Nullable Object> model = new HashMap<>(page.model());
        model.put("theme", theme);
        return engine.process(theme.template(page.view()), new Context(language, model));
    }

    private static ReloadableResourceBundleMessageSource messages(Theme theme) {
        List<String> names = theme.chain().stream()
                .map(folder -> folder.resolve("messages").toString())
                .toList();
        ReloadableResourceBundleMessageSource messages = new ReloadableResourceBundleMessageSource();
        messages.setResourceLoader(new FileSystemResourceLoader());
        messages.setBasenames(names.toArray(String[]::new));
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    private static final class LinksWithoutServer extends StandardLinkBuilder {

        @Override
        protected String computeContextPath(
                IExpressionContext context, String base, @Nullable Map<String, Object> parameters) {
            return "";
        }

        @Override
        protected String processLink(IExpressionContext context, String link) {
            return link;
        }
    }
}
