package org.exeunt.demo.config;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The style sheets, scripts and images of the pages: files that are the same for every user, so that no session is read. */
public final class StaticFiles {

    public static final RequestMatcher REQUESTS =
            new OrRequestMatcher(pathPattern("/css/**"), pathPattern("/js/**"), pathPattern("/img/**"));

    private StaticFiles() {}
}
