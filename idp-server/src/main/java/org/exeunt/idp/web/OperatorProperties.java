package org.exeunt.idp.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the operators' endpoints on the management port.
 *
 * @param token what a caller sends as {@code Authorization: Bearer …}, at least 32 characters; absent if every program that reaches the port may,
 *     which is for a loopback address alone
 * @param allowedHosts host names besides those of the loopback that {@code Host} may have when there is no token
 */
@ConfigurationProperties("exeunt.operator")
record OperatorProperties(
        @Nullable String token, @DefaultValue List<String> allowedHosts) {

    /** Secrets must not reach a log. */
    @Override
    public String toString() {
        return "OperatorProperties[allowedHosts=" + allowedHosts + "]";
    }
}
