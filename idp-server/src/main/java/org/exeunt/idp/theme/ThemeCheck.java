package org.exeunt.idp.theme;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exeunt.idp.configuration.ConfigurationCheck;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.stereotype.Component;

/** Finds configured clients whose theme does not exist. */
@Component
class ThemeCheck implements ConfigurationCheck {

    @Override
    public List<ConfigurationFault> faults(Binder settings) {
        List<ConfigurationFault> faults = new ArrayList<>();
        settings.bind("exeunt.clients", Bindable.mapOf(String.class, Themed.class))
                .orElse(Map.of())
                .forEach((key, client) -> {
                    Set<String> known = new Themes().all().keySet();
                    if (client != null && client.theme() != null && !known.contains(client.theme())) {
                        faults.add(new ConfigurationFault(
                                "exeunt.clients." + key + ".theme",
                                "there is no theme '" + client.theme() + "'",
                                "The themes are " + String.join(", ", known) + "."));
                    }
                });
        return faults;
    }

    /** What is looked at of a client. */
    record Themed(@Nullable String theme) {}
}
