package org.exeunt.idp.logout.devices;

import java.util.Locale;
import org.exeunt.idp.logout.devices.OwnApps.OwnApp;
import org.exeunt.idp.theme.LocalTimeFormat;
import org.jspecify.annotations.Nullable;

/**
 * An app on a page.
 *
 * @param id form value that signs the user out of it
 * @param keepsAccess whether it has offline access
 * @param since since when it has access; {@code null} if it has none
 */
record AppView(
        String id,
        String name,
        boolean keepsAccess,
        @Nullable String since) {

    static AppView of(OwnApp app, LocalTimeFormat times, Locale language) {
        return new AppView(
                app.client().value(),
                app.name(),
                app.keepsAccess(),
                app.since().map(moment -> times.of(moment, language)).orElse(null));
    }
}
