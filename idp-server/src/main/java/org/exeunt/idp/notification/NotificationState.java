package org.exeunt.idp.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a notification. The names are stored and shown to operators: they never change. */
public enum NotificationState {

    /** Not answered yet; it is or will be tried again. */
    PENDING,

    /** The app itself said that it signed the user out. */
    ACKNOWLEDGED,

    /** The app said that it will not (status 400): telling it again would not help. */
    REFUSED,

    /** The app did not answer for as long as it could have kept the user signed in, or can no longer be told. */
    GAVE_UP;

    /** The name in the database, in logs and on the wire. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<NotificationState> named(String stored) {
        return Arrays.stream(values())
                .filter(state -> state.stored().equals(stored))
                .findFirst();
    }

    static NotificationState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
