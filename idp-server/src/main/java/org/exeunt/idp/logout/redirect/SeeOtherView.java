package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/**
 * A redirect that a browser follows by GET, to exactly this URI: the framework's own would normalise it, and knows no
 * addresses of mobile apps.
 */
record SeeOtherView(String uri) implements View {

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", uri);
    }
}
