package org.exeunt.idp.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.client.ClientProperties.SeededClient;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.exeunt.idp.configuration.Spelling;

/** Finds configured audiences that no resource server answers to. A URI may be one that no client of this server has. */
final class AudienceCheck {

    private AudienceCheck() {}

    /**
     * The faults of all clients; empty if each audience is the id of a resource server or a URI.
     *
     * @param clients the configured clients by key
     */
    static List<ConfigurationFault> faults(Map<String, SeededClient> clients) {
        List<ConfigurationFault> faults = new ArrayList<>();
        clients.forEach((key, client) -> client.audiences()
                .forEach(audience -> problem(audience, clients)
                        .ifPresent(problem -> faults.add(new ConfigurationFault(
                                "exeunt.clients." + key + ".audiences",
                                "'" + audience + "' " + problem.what(),
                                problem.remedy())))));
        return faults;
    }

    private record Problem(String what, String remedy) {}

    private static Optional<Problem> problem(String audience, Map<String, SeededClient> clients) {
        if (names(clients).anyMatch(audience::equals)) {
            return Optional.empty();
        }
        Optional<String> clientWithThatId = clients.entrySet().stream()
                .filter(client -> client.getValue().clientId(client.getKey()).equals(audience))
                .map(Map.Entry::getKey)
                .findFirst();
        if (clientWithThatId.isPresent()) {
            return Optional.of(new Problem(
                    "is a client that is no resource server",
                    "Set exeunt.clients." + clientWithThatId.get() + ".resource-server to true."));
        }
        return Registration.isResource(audience) ? ofUri(audience, clients) : Optional.of(ofName(audience, clients));
    }

    /** It may name a resource server that has no client here, unless that is clearly not meant. */
    private static Optional<Problem> ofUri(String audience, Map<String, SeededClient> clients) {
        return names(clients)
                .filter(name -> comparable(name).equals(comparable(audience)))
                .findFirst()
                .map(near ->
                        new Problem("is no resource server", "Did you mean '" + near + "'? Each character counts."));
    }

    private static Problem ofName(String audience, Map<String, SeededClient> clients) {
        return new Problem(
                "is neither the id of a resource server nor an absolute URI without fragment",
                Spelling.nearest(audience, names(clients))
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Configure a client with this id and resource-server: true, or use a URI like"
                                + " https://api.example/orders."));
    }

    /** Every name by which an audience can name a resource server. */
    private static Stream<String> names(Map<String, SeededClient> clients) {
        return clients.entrySet().stream()
                .filter(client -> client.getValue().resourceServer())
                .flatMap(client -> Stream.concat(
                        Stream.of(client.getValue().clientId(client.getKey())),
                        client.getValue().resourceUris().stream()));
    }

    private static String comparable(String uri) {
        return (uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri).toLowerCase(Locale.ROOT);
    }
}
