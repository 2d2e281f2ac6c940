package org.exeunt.idp.theme;

import java.util.Set;
import java.util.TreeSet;
import org.exeunt.idp.client.RelyingParties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Warns at the start if a client in the database has a theme that does not exist: its pages have the base theme. */
@Component
class ThemeStartupCheck implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(ThemeStartupCheck.class);

    private final Themes themes;
    private final RelyingParties relyingParties;

    ThemeStartupCheck(Themes themes, RelyingParties relyingParties) {
        this.themes = themes;
        this.relyingParties = relyingParties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Set<String> unknown = new TreeSet<>(relyingParties.themes());
        unknown.removeAll(themes.all().keySet());
        if (!unknown.isEmpty()) {
            log.warn(
                    "clients in the database have the themes {}, which do not exist; their pages have the theme {}",
                    unknown,
                    Themes.BASE);
        }
    }
}
