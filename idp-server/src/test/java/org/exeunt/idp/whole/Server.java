package org.exeunt.idp.whole;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/** A server that browsers and clients talk to, wherever it runs. */
interface Server {

    int port();

    default URI url(String pathAndQuery) {
        return URI.create("http://localhost:" + port() + pathAndQuery);
    }

    /** What speaks to it, where it is not any client. */
    default Optional<HttpClient> client() {
        return Optional.empty();
    }
}
