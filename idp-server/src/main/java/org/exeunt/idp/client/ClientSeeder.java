package org.exeunt.idp.client;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** Puts the configured relying parties into the database, before the first request is answered. {@link ClientCheck} found no fault. */
@Component
class ClientSeeder implements SmartInitializingSingleton {

    private final ClientProperties properties;
    private final RelyingParties relyingParties;

    ClientSeeder(ClientProperties properties, RelyingParties relyingParties) {
        this.properties = properties;
        this.relyingParties = relyingParties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        properties.clients().entrySet().stream()
                .map(client -> Registration.of(client.getKey(), client.getValue()))
                .toList()
                .forEach(this::seed);
    }

    private void seed(RelyingParty relyingParty) {
        if (!relyingParties.update(relyingParty)) {
            try {
                relyingParties.insert(relyingParty);
            } catch (DuplicateKeyException anotherNodeWasFaster) {
                // Both nodes read the same configuration.
            }
        }
    }
}
