package org.exeunt.demo.server;

import java.net.HttpCookie;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and the cookies that a browser would keep of it.
 *
 * @param cookies none if there was no answer
 */
public record ReplyWithCookies(Reply reply, List<HttpCookie> cookies) {

    /** The refresh token that a browser would send to {@code /auth/refresh}; null if there is none. */
    public @Nullable Token refreshToken() {
        return cookies.stream()
                .filter(cookie -> cookie.getName().equals("refresh_token"))
                .map(cookie -> new Token(cookie.getValue()))
                .findFirst()
                .orElse(null);
    }

    /** What a browser would send to this path: cookies of other paths stay behind. */
    public List<HttpCookie> sentTo(String path) {
        return cookies.stream()
                .filter(cookie -> path.startsWith(cookie.getPath()))
                .toList();
    }

    static String header(List<HttpCookie> cookies) {
        return cookies.stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return "Kept[" + reply.status() + "]";
    }
}
