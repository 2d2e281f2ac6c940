package org.exeunt.idp.signin;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sign-in page, and how often somebody may try.
 *
 * @param demoAccounts accounts that the page shows with their passwords, in the development profile only
 */
@ConfigurationProperties("exeunt.sign-in")
record SignInProperties(
        @DefaultValue List<DemoAccount> demoAccounts,
        @DefaultValue PerAccount perAccount,
        @DefaultValue PerAddress perAddress,
        @DefaultValue Together together) {

    /**
     * Wrong passwords for one account.
     *
     * @param free wrong passwords before anybody has to wait
     * @param firstDelay the first time to wait; each further one is twice as long
     * @param longestDelay no time to wait is longer
     * @param forgottenAfter so long after the first wrong password it all begins anew
     */
    record PerAccount(
            @DefaultValue("10") int free,
            @DefaultValue("10s") Duration firstDelay,
            @DefaultValue("15m") Duration longestDelay,
            @DefaultValue("24h") Duration forgottenAfter) {

        Bound bound() {
            return new Bound(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Wrong passwords from one network address, for whatever accounts. Many people may share it.
     *
     * @param free wrong passwords before anybody has to wait
     * @param firstDelay the first time to wait; each further one is twice as long
     * @param longestDelay no time to wait is longer
     * @param forgottenAfter so long after the first wrong password it all begins anew
     */
    record PerAddress(
            @DefaultValue("100") int free,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("1m") Duration longestDelay,
            @DefaultValue("1h") Duration forgottenAfter) {

        Bound bound() {
            return new Bound(free, firstDelay, longestDelay, forgottenAfter);
        }
    }

    /**
     * Wrong passwords of all people and addresses together, but for browsers that are known to the account: the bound for those
     * who guess from thousands of addresses at thousands of accounts.
     *
     * @param free wrong passwords before anybody has to wait
     * @param firstDelay the first time to wait; each further one is twice as long
     * @param longestDelay no time to wait is longer
     * @param forgottenAfter so long after the first wrong password it all begins anew
     */
    record Together(
            @DefaultValue("3000") int free,
            @DefaultValue("100ms") Duration firstDelay,
            @DefaultValue("200ms") Duration longestDelay,
            @DefaultValue("10m") Duration forgottenAfter) {

        Bound bound() {
            return new Bound(free, firstDelay, longestDelay, forgottenAfter);
        }
    }
}
