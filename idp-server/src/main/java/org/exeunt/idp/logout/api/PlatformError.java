package org.exeunt.idp.logout.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The error body that clients of the replaced platform expect. The names are part of the API: they must not change.
 */
record PlatformError(
        String error,
        @JsonProperty("error_code") int errorCode,
        String type,
        @JsonProperty("error_description") String errorDescription) {}
