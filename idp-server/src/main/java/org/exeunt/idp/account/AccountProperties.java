package org.exeunt.idp.account;

import java.net.URI;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Accounts that are put into the database at start.
 *
 * @param accounts accounts by username, or by any key if the entry has a {@code username}
 */
@ConfigurationProperties("exeunt")
record AccountProperties(@DefaultValue Map<String, SeededAccount> accounts) {

    /**
     * One account. What is not said of a user is not told to any relying party.
     *
     * @param username username at sign-in; the key of this entry if absent. A key has letters, digits and dashes only
     * @param subject the {@code sub} claim; absent for a random one, which is stored
     * @param password password, in the clear or as a hash of bcrypt with the prefix of Spring Security's delegating encoder; stored as a hash
     * @param name full name
     * @param email e-mail address
     * @param emailVerified whether the address was verified
     * @param givenName given names
     * @param familyName family names
     * @param middleName middle names
     * @param nickname nickname
     * @param profile URL of the profile page
     * @param picture URL of a picture
     * @param website URL of the website
     * @param gender gender, as free text
     * @param birthdate {@code 1990-12-31}, {@code 0000-12-31} without the year, or {@code 1990}
     * @param zoneinfo time zone, like {@code Europe/Oslo}
     * @param locale language tag, like {@code nb-NO}
     * @param phoneNumber telephone number, like {@code +4791234567}
     * @param phoneNumberVerified whether the number was verified
     * @param address postal address
     */
    @ConfigurationPropertiesSource
    record SeededAccount(
            @Nullable String username,
            @Nullable String subject,
            @Nullable String password,
            @Nullable String name,
            @Nullable String email,
            @DefaultValue("false") boolean emailVerified,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String middleName,
            @Nullable String nickname,
            @Nullable URI profile,
            @Nullable URI picture,
            @Nullable URI website,
            @Nullable String gender,
            @Nullable String birthdate,
            @Nullable ZoneId zoneinfo,
            @Nullable Locale locale,
            @Nullable String phoneNumber,
            @DefaultValue("false") boolean phoneNumberVerified,
            @Nullable SeededAddress address) {

        SeededAccount {
            if (birthdate != null && !birthdate.matches("\\d{4}(-\\d{2}-\\d{2})?")) {
                throw new IllegalArgumentException("a birthdate is written 1990-12-31, 0000-12-31 or 1990");
            }
        }

        /** The username of the entry with this key. */
        String username(String key) {
            return username == null ? key : username;
        }

        /** The password, without which {@link AccountCheck} stops the start. */
        String requiredPassword() {
            return Objects.requireNonNull(password);
        }

        @Override
        public String toString() {
            return "account of " + name;
        }
    }

    /**
     * A postal address.
     *
     * @param formatted the whole address, as on an envelope
     * @param streetAddress street, number, and further lines
     * @param locality city or village
     * @param region state, province or county
     * @param postalCode postal code
     * @param country country
     */
    @ConfigurationPropertiesSource
    record SeededAddress(
            @Nullable String formatted,
            @Nullable String streetAddress,
            @Nullable String locality,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String country) {}
}
