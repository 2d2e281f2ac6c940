package org.exeunt.demo.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.exeunt.demo.config.StaticFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Serves the requests of one browser session one after the other, as far as they come to this node.
 *
 * <p>A session in a database is read when a request begins and written when it ends. Two tabs at once would each work on a copy:
 * both would use the one refresh token, which looks like theft to the identity provider.
 */
final class SessionSerializingFilter extends OncePerRequestFilter {

    private final String cookieName;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    SessionSerializingFilter(String cookieName) {
        this.cookieName = cookieName;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return WebUtils.getCookie(request, cookieName) == null || StaticFiles.REQUESTS.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Cookie cookie = WebUtils.getCookie(request, cookieName);
        String browser = cookie == null ? "" : cookie.getValue();
        Turn turn = turns.compute(browser, (_, known) -> (known == null ? new Turn() : known).joined());
        turn.lock.lock();
        try {
            chain.doFilter(request, response);
        } finally {
            turn.lock.unlock();
            turns.compute(browser, (_, known) -> known == null ? null : known.left());
        }
    }

    /** The queue of one browser session. It exists as long as a user stands in it; changed only inside of the map. */
    private static final class Turn {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int requests;

        Turn joined() {
            requests++;
            return this;
        }

        @Nullable
        Turn left() {
            requests--;
            return requests == 0 ? null : this;
        }
    }
}
