package org.exeunt.idp.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.exeunt.idp.configuration.ConfigurationCheck;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.stereotype.Component;

/** Finds configured relying parties that {@link Registration} refuses. */
@Component
class ClientCheck implements ConfigurationCheck {

    private static final String CLIENTS = "exeunt.clients";

    @Override
    public List<ConfigurationFault> faults(Binder settings) {
        List<ConfigurationFault> faults = new ArrayList<>();
        Map<String, String> keys = new HashMap<>();
        Map<String, SeededClient> clients = new LinkedHashMap<>();
        settings.bind(CLIENTS, Bindable.mapOf(String.class, SeededClient.class))
                .orElse(Map.of())
                .forEach((key, client) -> {
                    if (client != null) {
                        clients.put(key, client);
                        faults.addAll(Registration.faults(key, client));
                        String other = keys.put(client.clientId(key), key);
                        if (other != null) {
                            faults.add(new ConfigurationFault(
                                    CLIENTS + "." + key,
                                    "has the client_id of " + CLIENTS + "." + other,
                                    "Give each client an id of its own."));
                        }
                    }
                });
        faults.addAll(AudienceCheck.faults(clients));
        return faults;
    }
}
