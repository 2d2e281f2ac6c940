package org.exeunt.idp.account;

import org.jspecify.annotations.Nullable;

/**
 * The standard claims of a user besides name and e-mail address, in the formats of OpenID Connect Core 1.0, section
 * 5.1. {@code null} means unknown.
 *
 * @param profile URL of the user's profile page
 * @param picture URL of a picture of the user
 * @param website URL of the user's web page
 * @param birthdate {@code YYYY-MM-DD}, with the year {@code 0000} if it is withheld, or the year alone
 * @param zoneinfo a time zone, {@code Europe/Oslo}
 * @param locale a language tag, {@code nb-NO}
 * @param phoneNumber in E.164 format, {@code +4791234567}
 */
public record PersonalClaims(
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String middleName,
        @Nullable String nickname,
        @Nullable String profile,
        @Nullable String picture,
        @Nullable String website,
        @Nullable String gender,
        @Nullable String birthdate,
        @Nullable String zoneinfo,
        @Nullable String locale,
        @Nullable String phoneNumber,
        boolean phoneNumberVerified,
        @Nullable PostalAddress address) {

    /** Personal data must not reach a log. */
    @Override
    public String toString() {
        return "claims";
    }

    /**
     * The {@code address} claim (OpenID Connect Core 1.0, section 5.1.1).
     *
     * @param formatted the full mailing address
     * @param streetAddress street and number; may have several lines
     * @param locality city or locality
     * @param region state, province or region
     */
    public record PostalAddress(
            @Nullable String formatted,
            @Nullable String streetAddress,
            @Nullable String locality,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String country) {}
}
