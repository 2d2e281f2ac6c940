package org.exeunt.idp.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exeunt.idp.configuration.ConfigurationCheck;
import org.exeunt.idp.configuration.ConfigurationFault;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.stereotype.Component;

/** Refuses a management port that other machines reach without a token. */
@Component
class OperatorCheck implements ConfigurationCheck {

    private static final int SHORTEST_TOKEN = 32;

    private static final String ADDRESS = "management.server.address";

    @Override
    public List<ConfigurationFault> faults(Binder settings) {
        List<ConfigurationFault> faults = new ArrayList<>();
        Optional<String> token = text(settings, "exeunt.operator.token");
        if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
            faults.add(new ConfigurationFault(
                    "exeunt.operator.token",
                    "has fewer than " + SHORTEST_TOKEN + " characters and could be guessed",
                    "Let a machine make it: openssl rand -base64 32."));
        }
        if (token.isEmpty() && hasOwnPort(settings) && !isLoopback(text(settings, ADDRESS))) {
            faults.add(new ConfigurationFault(
                    ADDRESS,
                    "lets other machines reach the operators' endpoints, and there is no exeunt.operator.token",
                    "Set exeunt.operator.token (openssl rand -base64 32) and give it to those who call that port, or bind the port to"
                            + " 127.0.0.1."));
        }
        return faults;
    }

    private static boolean hasOwnPort(Binder settings) {
        int port = number(settings, "management.server.port", 0);
        boolean isConfigured = text(settings, "management.server.port").isPresent();
        return isConfigured && port >= 0 && (port == 0 || port != number(settings, "server.port", 8080));
    }

    private static boolean isLoopback(Optional<String> address) {
        return address.filter(text -> !text.isBlank())
                .flatMap(OperatorCheck::resolve)
                .filter(InetAddress::isLoopbackAddress)
                .isPresent();
    }

    private static Optional<InetAddress> resolve(String address) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Binder settings, String name) {
        return Optional.ofNullable(settings.bind(name, String.class).orElse(null));
    }

    private static int number(Binder settings, String name, int otherwise) {
        Integer number = settings.bind(name, Integer.class).orElse(null);
        return number == null ? otherwise : number;
    }
}
