package org.exeunt.bench;

import java.util.ArrayList;
import java.util.List;

/** The relying parties: {@code app1}, {@code app2} and so on, which nobody tells of a logout unless a benchmark says where. */
final class Apps {

    static final int COUNT = 20;
    static final String SECRET = "secret-of-a-relying-party-0123456789";
    static final String SIGNED_OUT = "https://app.example/signed-out";
    static final String ORIGIN = "https://app.example";

    private Apps() {}

    /** Registers them, as arguments of the server. */
    static List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (int number = 1; number <= COUNT; number++) {
            String client = "--exeunt.clients.app" + number + ".";
            arguments.add(client + "secret=" + SECRET);
            arguments.add(client + "redirect-uris=https://app.example/code");
            arguments.add(client + "post-logout-redirect-uris=" + SIGNED_OUT);
            arguments.add(client + "allowed-origins=" + ORIGIN);
        }
        return arguments;
    }

    static String authorization(int number) {
        return Requests.basic("app" + number, SECRET);
    }
}
