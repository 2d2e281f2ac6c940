package org.exeunt.idp.signin;

import java.time.Duration;
import java.util.List;
import org.exeunt.idp.throttle.BackoffPolicy;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sign-in page and its throttle.
 *
 * @param demoAccounts accounts that the sign-in page shows with their passwords, in the development profile only
 */
@ConfigurationProperties("exeunt.sign-in")
record SignInProperties(
        @DefaultValue List<DemoAccount> demoAccounts,
        @DefaultValue PerAccount perAccount,
        @DefaultValue PerAddress perAddress,
        @DefaultValue Together together) {

    /**
     * Failed passwords per account.
     *
     * @param free failed attempts without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first failed attempt
     */
    record PerAccount(
            @DefaultValue("10") int free,
            @DefaultValue("10s") Duration firstDelay,
            @DefaultValue("15m") Duration longestDelay,
            @DefaultValue("24h") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Failed passwords per network address, for any account. Many users may share an address.
     *
     * @param free failed attempts without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first failed attempt
     */
    record PerAddress(
            @DefaultValue("100") int free,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("1m") Duration longestDelay,
            @DefaultValue("1h") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Failed passwords of all accounts and addresses together, except from browsers known to the account: the limit
     * for distributed guessing.
     *
     * @param free failed attempts without a delay
     * @param firstDelay the first delay; each further one is twice as long
     * @param longestDelay the maximum delay
     * @param forgottenAfter the count resets this long after the first failed attempt
     */
    record Together(
            @DefaultValue("3000") int free,
            @DefaultValue("100ms") Duration firstDelay,
            @DefaultValue("200ms") Duration longestDelay,
            @DefaultValue("10m") Duration forgottenAfter) {

        BackoffPolicy bound() {
            return new BackoffPolicy(free, firstDelay, longestDelay, forgottenAfter);
        }
    }
}
