package org.exeunt.demo.backchannel;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.exeunt.demo.config.DemoProperties;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Makes the back-channel endpoint of this node slow, failing or dead, if a user wants to see that.
 *
 * <p>A valve, since nothing that a servlet filter can do closes a connection without an answer.
 */
@Component
class FaultInjectionValve extends ValveBase {

    private final DemoProperties demo;
    private final ReceivedLogoutTokens arrivals;
    private final InstantSource clock;
    private volatile EndpointMode mood = EndpointMode.HEALTHY;

    FaultInjectionValve(DemoProperties demo, ReceivedLogoutTokens arrivals, InstantSource clock) {
        super(true);
        this.demo = demo;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    EndpointMode mood() {
        return mood;
    }

    void change(EndpointMode next) {
        mood = next;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!request.getDecodedRequestURI().equals(BackChannelConfiguration.PATH)) {
            getNext().invoke(request, response);
            return;
        }
        switch (mood) {
            case HEALTHY -> getNext().invoke(request, response);
            case SLOW -> {
                waitAWhile();
                getNext().invoke(request, response);
            }
            case FAILING -> {
                response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
                arrived("503", "failed, as the switch says");
            }
            case DEAD -> {
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
                arrived("none", "connection closed, as the switch says");
            }
        }
    }

    private void waitAWhile() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(demo.slowness().toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", stopping);
        }
    }

    private void arrived(String status, String what) {
        arrivals.add(new ReceivedLogoutToken(clock.instant(), status, what));
    }
}
