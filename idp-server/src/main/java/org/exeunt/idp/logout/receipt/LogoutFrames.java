package org.exeunt.idp.logout.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exeunt.idp.client.FrontChannel;
import org.exeunt.idp.client.Origin;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.issuer.Issuer;
import org.exeunt.idp.session.Sid;
import org.springframework.stereotype.Component;

/** The front-channel logout frames that a browser loads after a logout. */
@Component
public class LogoutFrames {

    private final Issuer issuer;

    LogoutFrames(Issuer issuer) {
        this.issuer = issuer;
    }

    /**
     * The addresses of the frames, in the order of these clients: the registered URI with its query, and {@code iss}
     * and {@code sid} where the registration requires them (Front-Channel Logout 1.0, sections 2 and 3). None for a
     * client without a front channel.
     */
    public List<URI> of(Sid sid, Collection<RelyingParty> participants) {
        return participants.stream()
                .flatMap(relyingParty -> Stream.ofNullable(relyingParty.frontChannel()))
                .map(frontChannel -> uri(frontChannel, sid))
                .toList();
    }

    /** The {@code frame-src} of a Content-Security-Policy for exactly these frames; empty if there are none. */
    public static Optional<String> frameSource(List<URI> frames) {
        return frames.isEmpty()
                ? Optional.empty()
                : Optional.of(frames.stream()
                        .flatMap(frame -> Origin.of(frame.toString()).stream())
                        .map(Origin::value)
                        .distinct()
                        .collect(Collectors.joining(" ", "frame-src ", "")));
    }

    private URI uri(FrontChannel frontChannel, Sid sid) {
        URI registered = frontChannel.logoutUri();
        if (!frontChannel.sessionRequired()) {
            return registered;
        }
        return URI.create(registered + (registered.getRawQuery() == null ? "?" : "&") + "iss="
                + URLEncoder.encode(issuer.toString(), UTF_8) + "&sid=" + URLEncoder.encode(sid.value(), UTF_8));
    }
}
