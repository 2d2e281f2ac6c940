package org.exeunt.idp.theme;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/** What an error page and the log have in common: an id by which a person's report finds the integrator's details. */
@Component
class ErrorPage extends DefaultErrorAttributes {

    private static final Logger log = LoggerFactory.getLogger(ErrorPage.class);

    private final SecureRandom random;

    ErrorPage(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
        byte[] bits = new byte[6];
        random.nextBytes(bits);
        String correlationId = HexFormat.of().formatHex(bits);
        attributes.put("correlationId", correlationId);
        Throwable error = getError(request);
        log.warn(
                "error page: id={} status={} cause={}",
                correlationId,
                attributes.get("status"),
                error == null ? "-" : error.getClass().getName());
        return attributes;
    }
}
