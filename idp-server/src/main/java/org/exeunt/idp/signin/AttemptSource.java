package org.exeunt.idp.signin;

import java.util.Optional;
import org.exeunt.idp.secret.Secret;

/**
 * The source of an attempt to sign in.
 *
 * @param address the network address of the browser, or of the last untrusted proxy
 * @param browser the value of the known-browser cookie
 */
public record AttemptSource(String address, Optional<Secret> browser) {}
