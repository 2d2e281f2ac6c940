package org.exeunt.idp.web;

import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * The container valves and servlet filters of this server, in the order in which a request passes them.
 *
 * <p>Before the filters, Spring Boot decodes forms as UTF-8 and starts the observation of the request. After them come Spring
 * Session, Spring Security's filter chain and the controller.
 */
public enum FilterOrder {
    /** A valve: security headers on every answer, including those that Tomcat gives by itself. */
    SECURITY_HEADERS,

    /** A valve: bounds the size of a body and the time in which it arrives, before anything can read it. */
    BODY_LIMIT,

    /** Refuses ambiguous spellings of a path, so that everything after it sees the path that the controllers are mapped to. */
    CANONICAL_PATH,

    /** Answers 413 or 408 when a reader after it meets the limits of a body. */
    REFUSED_BODY,

    /** Replaces old addresses, before anything decides by the path. */
    LEGACY_PATH,

    /** Redirects or refuses forms from pages of other sites, before anything can start a session or delete a cookie. */
    CROSS_SITE_POST,

    /** Answers 503 when anything after it cannot reach the database: CORS, Spring Session, Spring Security and the controllers. */
    DATABASE_UNAVAILABLE,

    /** Decodes the parameters of a logout by redirect, before any other reader: Tomcat reports an error to the first reader only. */
    PARAMETER_DECODING,

    /** Deletes cookies when a logout by a script fails; before everything that reads the database. */
    LOGOUT_FAILURE;

    /** After Spring Boot's filters for the character encoding and for observations. */
    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 2;

    /** Position in the filter chain, as in {@link Ordered}. */
    @SuppressWarnings("EnumOrdinal") // The order of declaration is what this type says.
    public int value() {
        return FIRST + ordinal();
    }

    /**
     * Registers a filter at this position.
     *
     * @param <F> the type of the filter
     * @param urlPatterns as in the servlet specification; without any, the filter is called at every path
     */
    public <F extends Filter> FilterRegistrationBean<F> register(F filter, String... urlPatterns) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(value());
        registration.addUrlPatterns(urlPatterns);
        return registration;
    }
}
