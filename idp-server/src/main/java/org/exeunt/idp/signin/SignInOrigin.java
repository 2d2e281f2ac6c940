package org.exeunt.idp.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.exeunt.idp.secret.Secret;

/**
 * Where an attempt to sign in comes from.
 *
 * @param address the network address of the browser, or of the last proxy that is not ours
 * @param browser what the cookie of a known browser says
 */
public record SignInOrigin(String address, Optional<Secret> browser) {

    /** The address as far as it stands for one place: of IPv6 the network, since within it everybody has billions. */
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
