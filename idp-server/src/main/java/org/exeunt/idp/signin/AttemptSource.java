package org.exeunt.idp.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;

/**
 * The source of an attempt to sign in.
 *
 * @param address the network address of the browser, or of the last untrusted proxy
 * @param browser the value of the known-browser cookie
 */
public record AttemptSource(String address, Optional<Secret> browser) {

    /** The address, or for IPv6 its network, within which one user has billions of addresses. */
    String place() {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                    ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
