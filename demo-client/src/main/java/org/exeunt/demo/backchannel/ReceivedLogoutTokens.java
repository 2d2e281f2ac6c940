package org.exeunt.demo.backchannel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** The last calls of our back-channel endpoint on this node, for the page that shows them. */
@Component
class ReceivedLogoutTokens {

    private static final int MOST = 8;

    private final Deque<ReceivedLogoutToken> arrivals = new ArrayDeque<>();

    synchronized void add(ReceivedLogoutToken arrival) {
        arrivals.addFirst(arrival);
        if (arrivals.size() > MOST) {
            arrivals.removeLast();
        }
    }

    /** The latest first. */
    synchronized List<ReceivedLogoutToken> latest() {
        return List.copyOf(arrivals);
    }
}
