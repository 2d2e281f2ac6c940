package org.exeunt.idp.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardContext;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.exeunt.idp.web.FilterOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** The filters and valves that a request passes, against {@link FilterOrder}. */
@TestInstance(Lifecycle.PER_CLASS)
class FilterOrderTests {

    @SuppressWarnings("NullAway.Init")
    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start(TestDatabase.H2.freshUrl());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void no_two_filters_have_the_same_order() {
        assertThat(registrations().stream().map(AbstractFilterRegistrationBean::getOrder))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_filter_of_this_server_is_registered_in_the_documented_order() {
        List<Integer> documented =
                Arrays.stream(FilterOrder.values()).map(FilterOrder::value).toList();
        List<AbstractFilterRegistrationBean<?>> placed = registrations().stream()
                .filter(registration -> documented.contains(registration.getOrder()))
                .sorted(Comparator.comparingInt(AbstractFilterRegistrationBean::getOrder))
                .toList();

        assertThat(filtersOfTomcat().filter(FilterOrderTests::isOfThisServer).distinct())
                .isNotEmpty()
                .containsExactlyElementsOf(placed.stream()
                        .map(registration -> Objects.requireNonNull(registration.getFilter())
                                .getClass()
                                .getName())
                        .toList());
    }

    @Test
    void every_valve_of_this_server_is_in_the_documented_order() {
        assertThat(Arrays.stream(tomcat().getTomcat().getEngine().getPipeline().getValves())
                        .map(Valve::getClass)
                        .filter(valve -> isOfThisServer(valve.getName()))
                        .map(Class::getSimpleName))
                .containsExactly("SecurityHeadersValve", "RequestBodyValve");
        assertThat(FilterOrder.values()).startsWith(FilterOrder.SECURITY_HEADERS, FilterOrder.BODY_LIMIT);
    }

    @Test
    void every_place_is_taken() {
        long valves = 2;

        assertThat(registrations().stream()
                        .map(AbstractFilterRegistrationBean::getOrder)
                        .filter(order -> Arrays.stream(FilterOrder.values()).anyMatch(place -> place.value() == order)))
                .hasSize(Math.toIntExact(FilterOrder.values().length - valves));
    }

    private static boolean isOfThisServer(String type) {
        return type.startsWith("org.exeunt.");
    }

    private TomcatWebServer tomcat() {
        return (TomcatWebServer) server.webServer();
    }

    private StandardContext context() {
        return (StandardContext) tomcat().getTomcat().getHost().findChildren()[0];
    }

    /** The types of the filters, in the order in which Tomcat calls them. */
    private Stream<String> filtersOfTomcat() {
        return Arrays.stream(context().findFilterMaps())
                .map(FilterMap::getFilterName)
                .map(name -> Objects.requireNonNull(
                                context().findFilterDef(name).getFilter())
                        .getClass()
                        .getName());
    }

    private List<AbstractFilterRegistrationBean<?>> registrations() {
        var beans = Objects.requireNonNull(
                WebApplicationContextUtils.getWebApplicationContext(context().getServletContext()));
        return beans.getBeanProvider(new ParameterizedTypeReference<AbstractFilterRegistrationBean<?>>() {}).stream()
                .filter(AbstractFilterRegistrationBean::isEnabled)
                .toList();
    }
}
