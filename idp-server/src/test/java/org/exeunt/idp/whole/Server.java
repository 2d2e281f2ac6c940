package org.exeunt.idp.whole;

import java.net.URI;

/** A server that browsers and clients talk to, wherever it runs. */
interface Server {

    int port();

    default URI url(String pathAndQuery) {
        return URI.create("http://localhost:" + port() + pathAndQuery);
    }
}
