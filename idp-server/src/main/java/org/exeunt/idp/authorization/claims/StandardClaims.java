package org.exeunt.idp.authorization.claims;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exeunt.idp.account.Account;
import org.exeunt.idp.account.PersonalClaims;
import org.exeunt.idp.account.PersonalClaims.PostalAddress;
import org.jspecify.annotations.Nullable;

/** The standard claims and the scopes that they belong to (OpenID Connect Core 1.0, sections 5.1 and 5.4). */
public final class StandardClaims {

    /** The claim names, in the order of the specification. */
    public static final List<String> NAMES = List.of(
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
            "email",
            "email_verified",
            "address",
            "phone_number",
            "phone_number_verified");

    private StandardClaims() {}

    /** The claims of this account that these scopes include. Unknown values are left out. */
    static Map<String, Object> of(Account account, Set<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", account.subject().value());
        if (scopes.contains("profile")) {
            addProfile(claims, account, account.claims());
        }
        if (scopes.contains("email") && account.email() != null) {
            claims.put("email", account.email());
            claims.put("email_verified", account.emailVerified());
        }
        if (scopes.contains("address") && account.claims().address() != null) {
            claims.put("address", address(account.claims().address()));
        }
        if (scopes.contains("phone") && account.claims().phoneNumber() != null) {
            claims.put("phone_number", account.claims().phoneNumber());
            claims.put("phone_number_verified", account.claims().phoneNumberVerified());
        }
        return claims;
    }

    private static void addProfile(Map<String, Object> claims, Account account, PersonalClaims person) {
        add(claims, "name", account.name());
        add(claims, "given_name", person.givenName());
        add(claims, "family_name", person.familyName());
        add(claims, "middle_name", person.middleName());
        add(claims, "nickname", person.nickname());
        add(claims, "preferred_username", account.username());
        add(claims, "profile", person.profile());
        add(claims, "picture", person.picture());
        add(claims, "website", person.website());
        add(claims, "gender", person.gender());
        add(claims, "birthdate", person.birthdate());
        add(claims, "zoneinfo", person.zoneinfo());
        add(claims, "locale", person.locale());
        claims.put("updated_at", account.updatedAt().getEpochSecond());
    }

    private static Map<String, Object> address(PostalAddress address) {
        Map<String, Object> members = new LinkedHashMap<>();
        add(members, "formatted", address.formatted());
        add(members, "street_address", address.streetAddress());
        add(members, "locality", address.locality());
        add(members, "region", address.region());
        add(members, "postal_code", address.postalCode());
        add(members, "country", address.country());
        return members;
    }

    private static void add(Map<String, Object> claims, String name, @Nullable String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
