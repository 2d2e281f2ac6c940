package org.exeunt.idp.logout.receipt;

import static java.util.stream.Collectors.joining;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.exeunt.idp.client.ClientId;
import org.exeunt.idp.client.RelyingParty;
import org.exeunt.idp.logout.Destination;
import org.exeunt.idp.secret.Secret;
import org.exeunt.idp.session.Sid;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of receipts. A receipt reveals which apps were used, perhaps on a shared computer: reading it requires
 * both its unguessable address and a cookie of the browser that signed out, and it expires after half an hour.
 */
@Repository
public class Receipts {

    static final Duration LIFETIME = Duration.ofMinutes(30);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SecureRandom random;

    Receipts(JdbcClient jdbc, InstantSource clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Stores the receipt of a browser that was signed out, and returns the secret of its address.
     *
     * @param here the session of this browser
     * @param elsewhere sessions of the same user that ended with it
     * @param browser the value of the cookie
     */
    public Secret write(
            Sid here,
            Collection<Sid> elsewhere,
            Optional<RelyingParty> client,
            Destination destination,
            Secret browser) {
        return write(Optional.of(here), elsewhere, client, destination, browser);
    }

    /** Stores the receipt of a browser that stays signed in while other sessions of the same user ended. */
    public Secret writeOfOthers(Collection<Sid> elsewhere, Secret browser) {
        return write(Optional.empty(), elsewhere, Optional.empty(), new Destination.OurPage(), browser);
    }

    private Secret write(
            Optional<Sid> here,
            Collection<Sid> elsewhere,
            Optional<RelyingParty> client,
            Destination destination,
            Secret browser) {
        Secret receipt = Secret.random(random);
        jdbc.sql("""
                        insert into logout_receipt
                            (hash, browser_hash, sid, other_sids, client_id, continue_uri, target_dropped, expires_at)
                        values (:hash, :browserHash, :sid, :otherSids, :clientId, :continueUri, :targetDropped, :expiresAt)
                        """)
                .param("hash", receipt.hash())
                .param("browserHash", browser.hash())
                .param("sid", here.map(Sid::value).orElse(null))
                .param("otherSids", elsewhere.stream().sorted().map(Sid::value).collect(joining("\n")))
                .param("clientId", client.map(known -> known.clientId().value()).orElse(null))
                .param("continueUri", destination instanceof Destination.Proven proven ? proven.uri() : null)
                .param("targetDropped", destination instanceof Destination.Dropped)
                .param("expiresAt", clock.instant().plus(LIFETIME).atOffset(ZoneOffset.UTC))
                .update();
        return receipt;
    }

    /**
     * The receipt of this address for the browser that it was created for; empty for any other browser, and after its
     * expiry.
     */
    Optional<Receipt> find(Secret receipt, Secret browser) {
        return jdbc.sql("""
                        select * from logout_receipt
                        where hash = :hash and browser_hash = :browserHash and expires_at > :now
                        """)
                .param("hash", receipt.hash())
                .param("browserHash", browser.hash())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Receipts::toReceipt)
                .optional();
    }

    /**
     * Deletes expired receipts.
     *
     * @return how many rows were deleted
     */
    public int purgeExpired(int atMost) {
        return jdbc.sql("""
                        delete from logout_receipt where hash in (
                            select hash from logout_receipt where expires_at <= :now
                            order by expires_at fetch first :atMost rows only)
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    private static Receipt toReceipt(ResultSet row, int number) throws SQLException {
        return new Receipt(
                Optional.ofNullable(row.getString("sid")).map(Sid::new),
                row.getString("other_sids").lines().map(Sid::new).toList(),
                Optional.ofNullable(row.getString("client_id")).map(ClientId::new),
                Optional.ofNullable(row.getString("continue_uri")),
                row.getBoolean("target_dropped"));
    }

    /**
     * One receipt.
     *
     * @param here the session of this browser; empty if it stays signed in
     * @param elsewhere the other ended sessions
     * @param continueUri the registered target of the logout
     */
    record Receipt(
            Optional<Sid> here,
            List<Sid> elsewhere,
            Optional<ClientId> client,
            Optional<String> continueUri,
            boolean targetDropped) {

        /** All sessions of the receipt, this browser's first. */
        List<Sid> sids() {
            return Stream.concat(here.stream(), elsewhere.stream()).toList();
        }
    }
}
