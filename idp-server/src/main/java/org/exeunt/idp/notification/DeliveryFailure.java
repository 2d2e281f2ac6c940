package org.exeunt.idp.notification;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.FilteredHostException;

/** Why a relying party gave no answer, in a sentence for the operator and without the names of our own classes. */
final class DeliveryFailure {

    private static final Logger log = LoggerFactory.getLogger(DeliveryFailure.class);

    private static final String CLOSED = "the app closed or reset the connection before its answer was complete";

    private DeliveryFailure() {}

    /**
     * The sentence for what the HTTP client threw.
     *
     * @param uri where the attempt went; its host and port are part of the sentence, its query is not
     * @param connectTimeout how long connecting could take
     * @param timeout how long the whole attempt could take
     */
    static String describe(@Nullable Throwable failure, URI uri, Duration connectTimeout, Duration timeout) {
        return causes(failure)
                .flatMap(cause -> sentence(cause, uri, connectTimeout, timeout).stream())
                .findFirst()
                .orElseGet(() -> unknown(failure, uri));
    }

    static String noAnswer(Duration timeout) {
        return "no answer within " + seconds(timeout);
    }

    private static Optional<String> sentence(Throwable cause, URI uri, Duration connectTimeout, Duration timeout) {
        return Optional.ofNullable(
                switch (cause) {
                    case FilteredHostException _ ->
                        "leads to an internal address; exeunt.notifications.allowed-addresses may allow it";
                    case UnknownHostException _, UnresolvedAddressException _ ->
                        "the host name " + uri.getHost() + " has no address in the DNS";
                    case NoRouteToHostException _ -> "no route to " + host(uri);
                    case SocketTimeoutException _ -> "no connection within " + seconds(connectTimeout);
                    case ConnectException _ -> "connection refused: nothing listens at " + host(uri);
                    case SSLException tls -> "TLS failed: " + tls(tls);
                    case TimeoutException _ -> noAnswer(timeout);
                    case SocketException _, EOFException _, ClosedChannelException _ -> CLOSED;
                    case HttpResponseException _, HttpException _ ->
                        "the answer has no complete and valid HTTP header of at most 8 kB";
                    case IOException io when says(io, "reset") || says(io, "Broken pipe") -> CLOSED;
                    default -> null;
                });
    }

    private static String tls(SSLException failure) {
        if (causes(failure).anyMatch(CertificateExpiredException.class::isInstance)) {
            return "the certificate has expired";
        }
        if (causes(failure).anyMatch(CertPathValidatorException.class::isInstance)
                || causes(failure).anyMatch(cause -> says(cause, "unable to find valid certification path"))) {
            return "no trusted authority has signed the certificate";
        }
        if (causes(failure).anyMatch(cause -> cause instanceof CertificateException && says(cause, "subject"))) {
            return "the certificate is for another host name";
        }
        if (causes(failure).anyMatch(cause -> says(cause, "Unsupported or unrecognized SSL message"))) {
            return "the app answered without TLS";
        }
        return "the handshake was not completed";
    }

    private static String unknown(@Nullable Throwable failure, URI uri) {
        log.warn("back-channel call failed for an unknown reason: address={}", host(uri), failure);
        return "the attempt failed; the log of the server has the reason";
    }

    private static Stream<Throwable> causes(@Nullable Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static boolean says(Throwable failure, String text) {
        return failure.getMessage() != null && failure.getMessage().contains(text);
    }

    private static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
