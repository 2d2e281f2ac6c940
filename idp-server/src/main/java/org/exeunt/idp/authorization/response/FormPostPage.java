package org.exeunt.idp.authorization.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.HtmlUtils;

/**
 * The page whose form posts the parameters to the client (OAuth 2.0 Form Post Response Mode, section 2). Its script is allowed by its
 * hash; without scripts the user presses the button. The policy lets the form be posted to the origin of the redirect URI only.
 *
 * <p>Pages of the client may show it in a frame, as they do with {@code prompt=none}; there is nothing on it to be tricked into.
 */
@Component
class FormPostPage {

    private static final String SCRIPT = "document.forms[0].submit()";

    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; script-src 'sha256-" + sha256(SCRIPT) + "'";

    private final MessageSource messages;
    private final LocaleResolver languages;

    FormPostPage(MessageSource messages, LocaleResolver languages) {
        this.messages = messages;
        this.languages = languages;
    }

    /** @param redirectUri a registered one */
    void write(
            String redirectUri,
            Map<String, String> parameters,
            RelyingParty client,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Locale language = languages.resolveLocale(request);
        response.setHeader(
                "Content-Security-Policy",
                POLICY + "; form-action " + formTarget(redirectUri) + "; frame-ancestors " + frames(client));
        // It knows no list of origins; the policy does.
        response.setHeader("X-Frame-Options", null);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
        response.getOutputStream().write("""
            <!DOCTYPE html>
            <html lang="%1$s">
            <head><meta charset="utf-8"><title>%2$s</title></head>
            <body>
            <main>
            <h1>%2$s</h1>
            <form method="post" action="%3$s">
            %4$s
            <button type="submit">%5$s</button>
            </form>
            </main>
            <script>%6$s</script>
            </body>
            </html>
            """.formatted(
                        language.toLanguageTag(),
                        text("form-post.title", language),
                        HtmlUtils.htmlEscape(redirectUri),
                        fields(parameters),
                        text("form-post.continue", language),
                        SCRIPT)
                .getBytes(UTF_8));
    }

    private String text(String key, Locale language) {
        return HtmlUtils.htmlEscape(messages.getMessage(key, null, language));
    }

    private static String fields(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> "<input type=\"hidden\" name=\"" + HtmlUtils.htmlEscape(parameter.getKey())
                        + "\" value=\"" + HtmlUtils.htmlEscape(parameter.getValue()) + "\">")
                .collect(Collectors.joining("\n"));
    }

    /** The origin, or the scheme of an app that has one of its own. */
    private static String formTarget(String redirectUri) {
        return Origin.of(redirectUri)
                .map(Origin::value)
                .orElseGet(() -> URI.create(redirectUri).getScheme() + ":");
    }

    private static String frames(RelyingParty client) {
        String origins = client.origins().stream().map(Origin::value).sorted().collect(Collectors.joining(" "));
        return origins.isEmpty() ? "'none'" : origins;
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
