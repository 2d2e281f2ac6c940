package org.exeunt.demo.mobile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.exeunt.demo.config.DemoProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** Says which phone belongs to a browser. */
@Component
class MobileAppCookie {

    private final StringKeyGenerator unguessable;
    private final String name;

    MobileAppCookie(StringKeyGenerator unguessable, DemoProperties demo) {
        this.unguessable = unguessable;
        this.name = demo.brand().name() + "_PHONE";
    }

    /** The phone of this browser; null if it has none. */
    @Nullable
    String read(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, name);
        return cookie == null ? null : cookie.getValue();
    }

    /** A new phone for this browser. */
    String buyPhone(HttpServletResponse response) {
        String id = unguessable.generateKey();
        ResponseCookie cookie = ResponseCookie.from(name, id)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        return id;
    }
}
