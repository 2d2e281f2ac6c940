package org.exeunt.demo.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where everybody is, and who we are to the identity provider.
 *
 * @param brand which of the two relying parties this application context is
 * @param server base URL of the identity provider, which is also its issuer; without a slash at the end
 * @param shop the relying party Shop
 * @param news the relying party News
 * @param mobileClientId client identifier of the simulated mobile app, a public client
 * @param connectTimeout how long the identity provider may take to accept a connection
 * @param readTimeout how long the identity provider may take to answer
 * @param slowness how long we take to answer a logout token while we are told to be slow
 * @param retryEvery how often the phone looks whether it can send what it owes
 */
@ConfigurationProperties("demo")
public record DemoProperties(
        Brand brand,
        @DefaultValue("http://localhost:9000") String server,
        App shop,
        App news,
        @DefaultValue("mobile") String mobileClientId,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("4s") Duration slowness,
        @DefaultValue("5s") Duration retryEvery) {

    /** The relying party that we are. */
    public App self() {
        return app(brand);
    }

    /** The relying party next door. */
    public App other() {
        return app(brand.other());
    }

    private App app(Brand which) {
        return switch (which) {
            case SHOP -> shop;
            case NEWS -> news;
        };
    }

    /**
     * One relying party.
     *
     * @param port the port that it listens on
     * @param url the base URL that browsers use; without a slash at the end
     * @param clientId its client identifier at the identity provider
     * @param clientSecret its client secret at the identity provider
     * @param sessionCookie name of its session cookie: cookies ignore ports, so each application needs a name of its own
     */
    public record App(int port, String url, String clientId, String clientSecret, String sessionCookie) {

        /** Where the identity provider sends the browser after a sign-in. */
        public String redirectUri() {
            return url + "/login/oauth2/code/exeunt";
        }

        /** Where the identity provider sends the browser after a sign-out. */
        public String signedOutUri() {
            return url + "/signed-out";
        }

        @Override
        public String toString() {
            return clientId + " at " + url;
        }
    }
}
