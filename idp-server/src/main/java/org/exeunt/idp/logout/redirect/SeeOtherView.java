package org.exeunt.idp.logout.redirect;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/**
 * A 303 redirect to exactly this URI. The framework's view would normalise it, and refuses the custom schemes of
 * mobile apps.
 */
record SeeOtherView(String uri) implements View {

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", uri);
    }
}
