package org.exeunt.idp.theme;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Writes pages of the themes from filters, which answer before Spring MVC does. */
@Component
public class PageWriter {

    private final ITemplateEngine templates;
    private final Themes themes;
    private final LocaleResolver languages;

    PageWriter(ITemplateEngine templates, Themes themes, LocaleResolver languages) {
        this.templates = templates;
        this.themes = themes;
        this.languages = languages;
    }

    /**
     * Writes the page in the theme of the client and the language of the user. Its forms get no CSRF token, unlike those of the pages of
     * Spring MVC, so that they may lead to other origins.
     *
     * @param view the name of the template
     */
    public void write(
            String view,
            RelyingParty client,
            Map<String, ?> model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Theme theme = PageContext.use(
                Optional.ofNullable(client.theme()).flatMap(themes::find).orElseGet(themes::base), request);
        Map<String, Object> variables = new HashMap<>(model);
        variables.put("theme", theme);
        variables.put("clientName", client.name());
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var exchange = JakartaServletWebApplication.buildApplication(request.getServletContext())
                .buildExchange(request, response);
        templates.process(
                theme.template(view),
                new WebContext(exchange, languages.resolveLocale(request), variables),
                response.getWriter());
    }
}
