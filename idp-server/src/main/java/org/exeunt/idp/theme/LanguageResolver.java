package org.exeunt.idp.theme;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.browser.FetchMetadata;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/**
 * Resolves the language of a page: {@code ui_locales}, then the cookie with an earlier choice, then {@code
 * Accept-Language}.
 */
class LanguageResolver extends CookieLocaleResolver implements HandlerInterceptor {

    private static final Locale NORWEGIAN = Locale.of("nb");
    private static final List<String> SPELLINGS_OF_NORWEGIAN = List.of("nb", "no", "nn");

    LanguageResolver(boolean secure) {
        super("exeunt-language");
        setCookieHttpOnly(true);
        setCookieSecure(secure);
        setCookieSameSite("Lax");
        setRejectInvalidCookies(false);
        setDefaultLocaleFunction(request -> Collections.list(request.getLocales()).stream()
                .flatMap(locale -> supported(locale.getLanguage()).stream())
                .findFirst()
                .orElse(Locale.ENGLISH));
    }

    /** A language is chosen by opening a page: images and frames of other sites choose none. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!FetchMetadata.mayBeTopLevelNavigation(request)) {
            return true;
        }
        Parameters.single(request, "ui_locales", 200).stream()
                .flatMap(wishes -> Stream.of(wishes.split(" ")))
                .flatMap(tag -> supported(Locale.forLanguageTag(tag).getLanguage()).stream())
                .findFirst()
                .ifPresent(locale -> setLocale(request, response, locale));
        return true;
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return supported(super.resolveLocale(request).getLanguage()).orElse(Locale.ENGLISH);
    }

    private static Optional<Locale> supported(String language) {
        if (SPELLINGS_OF_NORWEGIAN.contains(language)) {
            return Optional.of(NORWEGIAN);
        }
        return language.equals("en") ? Optional.of(Locale.ENGLISH) : Optional.empty();
    }
}
