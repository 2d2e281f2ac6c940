package org.exeunt.idp.theme;

import java.time.Duration;
import org.exeunt.idp.issuer.Issuer;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class ThemeConfiguration {

    @Bean
    MessageSource messageSource(Themes themes) {
        return new ThemeMessages(themes);
    }

    @Bean
    LocaleResolver localeResolver(Issuer issuer) {
        return new LanguageResolver(issuer.isHttps());
    }

    /** Spring MVC looks the bean up by this name. */
    @Bean
    FlashMapManager flashMapManager() {
        return new NoOpFlashMapManager();
    }

    @Bean
    WebMvcConfigurer pages(PageContext context, LocaleResolver languages) {
        return new WebMvcConfigurer() {

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                if (languages instanceof LanguageResolver interceptor) {
                    registry.addInterceptor(interceptor);
                }
                registry.addInterceptor(context);
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                var publicForAnHour = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();
                // By file type: templates and messages in the same folders are not public.
                registry.addResourceHandler(
                                "/themes/*/*.css",
                                "/themes/*/*.js",
                                "/themes/*/*.svg",
                                "/themes/*/*.png",
                                "/themes/*/*.woff2")
                        .addResourceLocations("classpath:/themes/")
                        .setCacheControl(publicForAnHour);
                registry.addResourceHandler("/sdk/v1/*.js", "/sdk/v1/*.ts", "/sdk/v1/*.json")
                        .addResourceLocations("classpath:/sdk/v1/")
                        .setCacheControl(publicForAnHour);
                // A published version never changes; the next one gets a folder of its own.
                registry.addResourceHandler("/sdk/1.0.0/*.js", "/sdk/1.0.0/*.ts")
                        .addResourceLocations("classpath:/sdk/v1/")
                        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable());
            }
        };
    }
}
