package org.exeunt.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Requests as they go over the wire. */
final class Requests {

    private static final String END = Character.toString('\r') + '\n';

    private Requests() {}

    /** @param headers whole lines */
    static String get(String path, String... headers) {
        return request("GET", path, headers) + END;
    }

    /** @param headers whole lines */
    static String delete(String path, String... headers) {
        return request("DELETE", path, headers) + END;
    }

    /** @param headers whole lines */
    static String post(String path, String form, String... headers) {
        return request("POST", path, headers) + "Content-Type: application/x-www-form-urlencoded" + END
                + "Content-Length: " + form.length() + END + END + form;
    }

    private static String request(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1" + END + "Host: localhost" + END);
        for (String header : headers) {
            head.append(header).append(END);
        }
        return head.toString();
    }

    static String cookie(String value) {
        return "Cookie: exeunt=" + value;
    }

    static String basic(String user, String password) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}
