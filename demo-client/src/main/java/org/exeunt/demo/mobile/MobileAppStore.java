package org.exeunt.demo.mobile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** The phones in users' pockets: each remembers its own things, and the oldest are lost when there are too many. */
@Component
class MobileAppStore {

    private static final int MOST = 500;

    private final Map<String, MobileAppState> phones = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Entry<String, MobileAppState> eldest) {
            return size() > MOST;
        }
    });

    MobileAppState get(String id) {
        return phones.getOrDefault(id, MobileAppState.fresh());
    }

    MobileAppState update(String id, UnaryOperator<MobileAppState> change) {
        return phones.compute(id, (_, phone) -> change.apply(phone == null ? MobileAppState.fresh() : phone));
    }

    /** The phone whose sign-in has this state. */
    Optional<String> waitingFor(String state) {
        synchronized (phones) {
            return phones.entrySet().stream()
                    .filter(entry -> waitsFor(entry.getValue(), state))
                    .map(Entry::getKey)
                    .findFirst();
        }
    }

    private static boolean waitsFor(MobileAppState phone, String state) {
        return phone.pending() != null && phone.pending().state().equals(state);
    }
}
