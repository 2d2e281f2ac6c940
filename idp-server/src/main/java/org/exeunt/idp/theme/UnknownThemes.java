package org.exeunt.idp.theme;

import java.util.Set;
import java.util.TreeSet;
import org.exeunt.idp.client.RelyingParties;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Stops the start if a relying party wants a theme that does not exist: nobody should find that out from a person. */
@Component
class UnknownThemes implements ApplicationRunner {

    private final Themes themes;
    private final RelyingParties relyingParties;

    UnknownThemes(Themes themes, RelyingParties relyingParties) {
        this.themes = themes;
        this.relyingParties = relyingParties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Set<String> unknown = new TreeSet<>(relyingParties.themes());
        unknown.removeAll(themes.all().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("clients want the themes " + unknown + ", but the themes are "
                    + themes.all().keySet());
        }
    }
}
