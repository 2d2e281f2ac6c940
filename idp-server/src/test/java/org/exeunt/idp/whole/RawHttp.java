package org.exeunt.idp.whole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests that no HTTP library would let through: broken encodings, a foreign Host, absolute targets. */
final class RawHttp {

    private RawHttp() {}

    /** @param headers by name in lower case */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        List<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }

        String location() {
            return String.join(", ", header("Location"));
        }
    }

    /** @param headers name, value, name, value, …; the last one may be the name {@code body} and the body */
    static Answer send(int port, String requestLine, String cookies, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "localhost:" + port);
        all.put("Accept", "text/html");
        if (!cookies.isEmpty()) {
            all.put("Cookie", cookies);
        }
        for (int header = 0; header < headers.length; header += 2) {
            all.put(headers[header], headers[header + 1]);
        }
        String body = all.getOrDefault("body", "");
        all.remove("body");
        all.put("Content-Length", String.valueOf(body.length()));
        all.put("Connection", "close");
        var request = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return exchange(port, request.append("\r\n").append(body).toString());
    }

    private static Answer exchange(int port, String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            write(request, socket);
            return parse(new String(socket.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(String request, Socket socket) {
        try {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException answeredEarly) {
            // Of what is too much a server reads a part, answers and hangs up; the answer can be read all the same.
        }
    }

    private static Answer parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        List<String> head = answer.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(head.getFirst().substring(9, 12));
        return new Answer(status, headers, answer.substring(end + 4));
    }
}
