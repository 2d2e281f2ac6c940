package org.exeunt.idp.account;

import org.jspecify.annotations.Nullable;

/**
 * What we know of a person besides name and e-mail address, in the forms of the standard claims (OpenID Connect Core 1.0,
 * section 5.1). {@code null} is what we do not know.
 *
 * @param profile address of a page about them
 * @param picture address of an image of them
 * @param website address of their own page
 * @param birthdate {@code YYYY-MM-DD}, with the year {@code 0000} if it is not told, or the year alone
 * @param zoneinfo a time zone, {@code Europe/Oslo}
 * @param locale a language tag, {@code nb-NO}
 * @param phoneNumber in the form of E.164, {@code +4791234567}
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

    /** Says nothing: this may reach a log. */
    @Override
    public String toString() {
        return "claims";
    }

    /**
     * Where they get letters (OpenID Connect Core 1.0, section 5.1.1).
     *
     * @param formatted the whole of it, as on an envelope
     * @param streetAddress street, number, and what else leads to the door; may have several lines
     * @param locality city or village
     * @param region state, province or county
     */
    public record PostalAddress(
            @Nullable String formatted,
            @Nullable String streetAddress,
            @Nullable String locality,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String country) {}
}
