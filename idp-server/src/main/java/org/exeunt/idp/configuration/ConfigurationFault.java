package org.exeunt.idp.configuration;

/**
 * One thing that is wrong in the configuration. It never quotes a secret.
 *
 * @param name of the setting, for example {@code exeunt.clients.shop.redirect-uris}
 * @param problem what is wrong, as the rest of a sentence that begins with the name
 * @param remedy what to write instead, as a sentence
 */
public record ConfigurationFault(String name, String problem, String remedy) {

    @Override
    public String toString() {
        return name + ": " + problem + ". " + remedy;
    }
}
