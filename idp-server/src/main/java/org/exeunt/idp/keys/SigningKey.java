package org.exeunt.idp.keys;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;

/**
 * A current or former signing key.
 *
 * @param generation counts from 1; a newer key has a higher one
 * @param key both halves, with the {@code kid} under which the public one is published
 */
record SigningKey(int generation, RSAKey key, Instant createdAt) {}
