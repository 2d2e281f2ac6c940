package org.exeunt.idp.notification;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.FormRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.JettyHttpClientBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts logout tokens (Back-Channel Logout 1.0, sections 2.5 and 2.8). The addresses come from registrations, so it
 * calls no internal network unless configured, follows no redirect, stores no cookie, limits the size of the answer
 * and has short timeouts.
 */
@Component
class BackChannelClient implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(BackChannelClient.class);

    /** Limit of the header of an answer, and of its body, in bytes. */
    private static final int READ_AT_MOST = 8_192;

    private static final int SHOW_AT_MOST = 200;

    private final HttpClientSettings settings;
    private final NotificationProperties.Notifications properties;
    private final Duration timeout;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    /** Created after the start, or by the first attempt: it takes a tenth of the start. */
    private @Nullable HttpClient http;

    private boolean stopped;

    BackChannelClient(NotificationProperties properties, SslBundles sslBundles, InstantSource clock) {
        this.clock = clock;
        this.properties = properties.notifications();
        this.timeout = this.properties.timeout();
        this.settings = settings(this.properties, sslBundles);
        if (settings.sslBundle() != null) {
            // A fault of the bundle must fail the start.
            var _ = settings.sslBundle().createSslContext();
        }
    }

    /**
     * Starts the client, so that the first call finds it ready.
     *
     * @throws InterruptedException if this server is stopping
     */
    void prepare() throws InterruptedException {
        http();
    }

    /** @throws InterruptedException if this server is stopping */
    private synchronized HttpClient http() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopping");
        }
        if (http == null) {
            http = started();
        }
        return http;
    }

    private HttpClient started() throws InterruptedException {
        HttpClient client = new JettyHttpClientBuilder()
                .withCustomizer(one -> configure(one, properties))
                .build(settings);
        try {
            client.start();
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Exception failure) {
            throw new IllegalStateException("the client for back-channel calls does not start", failure);
        }
        // Neither compressed answers nor the client's own reactions to a 401 or a redirect: the status is all we want.
        // What stays are
        // the handlers of interim answers (RFC 9110, section 15.2), which wait for the final one.
        client.getContentDecoderFactories().clear();
        for (String reaction : List.of(
                RedirectProtocolHandler.NAME,
                WWWAuthenticationProtocolHandler.NAME,
                ProxyAuthenticationProtocolHandler.NAME,
                new UpgradeProtocolHandler().getName())) {
            client.getProtocolHandlers().remove(reaction);
        }
        return client;
    }

    private static void configure(HttpClient client, NotificationProperties.Notifications properties) {
        var threads = new QueuedThreadPool(16, 1);
        threads.setName("back-channel");
        threads.setDaemon(true);
        client.setExecutor(threads);
        // Many clients may be behind one gateway: the share of each is limited before.
        client.setMaxConnectionsPerDestination(properties.concurrency());
        client.setUserAgentField(null);
        // Status line, header, chunk extensions and trailer together; unlimited by default.
        client.setMaxResponseHeadersSize(READ_AT_MOST);
    }

    private static HttpClientSettings settings(NotificationProperties.Notifications properties, SslBundles sslBundles) {
        InetAddressFilter mayBeCalled = InetAddressFilter.externalAddresses();
        if (!properties.allowedAddresses().isEmpty()) {
            mayBeCalled = mayBeCalled.or(properties.allowedAddresses().toArray(String[]::new));
        }
        var settings = HttpClientSettings.defaults()
                .withRedirects(HttpRedirects.DONT_FOLLOW)
                .withCookieHandling(HttpCookieHandling.DISABLE)
                .withTimeouts(properties.connectTimeout(), properties.timeout())
                .withInetAddressFilter(mayBeCalled);
        return properties.sslBundle() == null
                ? settings
                : settings.withSslBundle(
                        TrustedAuthorities.withThoseOfThePlatform(sslBundles.getBundle(properties.sslBundle())));
    }

    /**
     * Makes one attempt. Throws nothing for faults of the relying party or the network.
     *
     * @throws InterruptedException if this server is stopping: the result of the attempt is unknown
     */
    DeliveryResult post(URI uri, String logoutToken) throws InterruptedException {
        var fields = new Fields();
        fields.put("logout_token", logoutToken);
        var answer = new InputStreamResponseListener();
        HttpClient client;
        try {
            client = http();
        } catch (IllegalStateException broken) {
            log.error("the HTTP client for back-channel calls does not start", broken);
            return failed("this server's HTTP client does not start; its log has the reason");
        }
        Request request = client.POST(uri)
                .body(new FormRequestContent(fields))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            request.send(answer);
            Response response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return read(response, body(answer));
        } catch (TimeoutException late) {
            var _ = request.abort(late);
            return failed(DeliveryFailure.noAnswer(timeout));
        } catch (ExecutionException failure) {
            return failed(DeliveryFailure.describe(failure.getCause(), uri, properties.connectTimeout(), timeout));
        }
    }

    /** The beginning of the body; the status counts even if the rest never arrives. */
    private static String body(InputStreamResponseListener answer) {
        try (InputStream body = answer.getInputStream()) {
            return new String(body.readNBytes(READ_AT_MOST), StandardCharsets.UTF_8);
        } catch (IOException cut) {
            return "";
        }
    }

    private DeliveryResult read(Response response, String body) {
        return switch (response.getStatus()) {
            case 200, 204 -> new DeliveryResult.Acknowledged();
            case 400 -> {
                String error = error(body);
                // Spring Security's relying parties answer this if only a part of their sessions could be ended.
                yield error.startsWith("partial_logout")
                        ? new DeliveryResult.Failed("400 " + error, Optional.empty())
                        : new DeliveryResult.Refused(("400 " + error).strip());
            }
            default ->
                new DeliveryResult.Failed(
                        "status " + response.getStatus(),
                        retryAfter(response.getHeaders().get(HttpHeader.RETRY_AFTER)));
        };
    }

    /** {@code error} and {@code error_description} of the answer, without control characters. */
    private String error(String body) {
        try {
            var members = json.readTree(body);
            String text = members.path("error").asString("") + " "
                    + members.path("error_description").asString("");
            return shown(text.strip());
        } catch (JacksonException notJson) {
            return "";
        }
    }

    private Optional<Duration> retryAfter(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    header.chars().allMatch(Character::isDigit)
                            ? Duration.ofSeconds(Long.parseLong(header))
                            : Duration.between(
                                    clock.instant(),
                                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant()));
        } catch (NumberFormatException | DateTimeParseException nonsense) {
            return Optional.empty();
        }
    }

    private static DeliveryResult failed(String why) {
        return new DeliveryResult.Failed(why, Optional.empty());
    }

    private static String shown(String text) {
        String harmless = text.replaceAll("\\p{C}", "?");
        return harmless.length() <= SHOW_AT_MOST ? harmless : harmless.substring(0, SHOW_AT_MOST) + "…";
    }

    @Override
    public synchronized void destroy() throws Exception {
        stopped = true;
        if (http != null) {
            http.stop();
        }
    }
}
