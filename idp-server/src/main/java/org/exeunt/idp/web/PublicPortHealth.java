package org.exeunt.idp.web;

import java.util.List;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Whether the public port still takes connections: DOWN when a thread that accepts or polls them has ended. Tomcat does not replace such
 * a thread after an {@link Error}, so that the port stays dead until a restart, which is what a failed liveness probe asks for. It is asked
 * on the management port, which has threads of its own.
 *
 * <p>A connection to the own port would prove less and more than that: the operating system completes connections that nothing accepts,
 * and during a flood the answer comes late although a restart would not help.
 */
@Component("publicPort")
class PublicPortHealth implements HealthIndicator, ApplicationListener<WebServerInitializedEvent> {

    private volatile List<Thread> threads = List.of();

    /** The server of the public port has started; the management port's comes later and has a namespace. */
    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null
                && event.getWebServer() instanceof TomcatWebServer server) {
            threads = threadsOf(server.getTomcat().getConnector());
        }
    }

    /** By the name that Tomcat gives them: nothing public leads to the threads of a connector. */
    private static List<Thread> threadsOf(Connector connector) {
        if (!(connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol)) {
            return List.of();
        }
        String name = ObjectName.unquote(protocol.getName());
        // Of a port that the operating system chose the name had not yet the number when the threads started.
        String prefix = protocol.getPort() == 0 ? name.substring(0, name.lastIndexOf('-')) : name;
        Set<String> names = Set.of(prefix + "-Acceptor", prefix + "-Poller");
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> names.contains(thread.getName()))
                .toList();
    }

    @Override
    public Health health() {
        List<String> ended = threads.stream()
                .filter(thread -> !thread.isAlive())
                .map(Thread::getName)
                .toList();
        return ended.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("ended", ended).build();
    }
}
