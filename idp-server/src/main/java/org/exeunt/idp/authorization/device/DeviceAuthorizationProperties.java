package org.exeunt.idp.authorization.device;

import java.time.Duration;
import org.exeunt.idp.throttle.BackoffPolicy;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Limits of the device authorization grant (RFC 8628, section 5). */
@ConfigurationProperties("exeunt.device-authorization")
record DeviceAuthorizationProperties(
        @DefaultValue PerClient perClient,
        @DefaultValue PerAddress perAddress,
        @DefaultValue UserCodesPerAccount userCodesPerAccount,
        @DefaultValue UserCodesPerAddress userCodesPerAddress) {

    /**
     * Device authorization requests per client, of all devices together.
     *
     * @param free requests without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first request
     */
    record PerClient(
            @DefaultValue("3000") int free,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("1s") Duration longestDelay,
            @DefaultValue("10m") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Device authorization requests per network address, of any client. Many devices may share an address.
     *
     * @param free requests without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first request
     */
    record PerAddress(
            @DefaultValue("100") int free,
            @DefaultValue("5s") Duration firstDelay,
            @DefaultValue("1m") Duration longestDelay,
            @DefaultValue("10m") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Wrong user codes per account, in all its sessions together.
     *
     * @param free wrong codes without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first wrong code
     */
    record UserCodesPerAccount(
            @DefaultValue("5") int free,
            @DefaultValue("1m") Duration firstDelay,
            @DefaultValue("15m") Duration longestDelay,
            @DefaultValue("1h") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Wrong user codes per network address, of any account.
     *
     * @param free wrong codes without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first wrong code
     */
    record UserCodesPerAddress(
            @DefaultValue("50") int free,
            @DefaultValue("10s") Duration firstDelay,
            @DefaultValue("1m") Duration longestDelay,
            @DefaultValue("1h") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }
}
