package org.exeunt.idp.client;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of relying parties. */
@Repository
public class RelyingParties {

    /** Hardly ever changes, and every request asks: for so long a change made elsewhere may go unnoticed here. */
    private static final Duration KEPT_FOR = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    /** Registered ones only: what a request names and does not exist is looked for again, and fills no memory. */
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    RelyingParties(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The relying party registered under this identifier, as it was at most five seconds ago; empty if there is none. */
    public Optional<RelyingParty> find(ClientId clientId) {
        return find(clientId.value());
    }

    /** The relying party registered under what a request says is an identifier; empty if there is none. */
    public Optional<RelyingParty> find(String clientId) {
        Instant now = clock.instant();
        Optional<RelyingParty> known = fresh(clientId, now);
        if (known.isPresent()) {
            return known;
        }
        if (clientId.length() > 100 || clientId.chars().anyMatch(Character::isISOControl)) {
            // PostgreSQL would refuse to look for some of these.
            return Optional.empty();
        }
        Optional<RelyingParty> found = jdbc.sql(
                        "select * from relying_party where client_id = :clientId and removed_at is null")
                .param("clientId", clientId)
                .query(RelyingParties::toRelyingParty)
                .optional();
        found.ifPresent(relyingParty -> keep(relyingParty, now));
        return found;
    }

    /** The same, also of one that was removed from the configuration: it is still owed the news of what ended before. */
    public Optional<RelyingParty> findToNotify(ClientId clientId) {
        return find(clientId)
                .or(() -> jdbc.sql("select * from relying_party where client_id = :clientId")
                        .param("clientId", clientId.value())
                        .query(RelyingParties::toRelyingParty)
                        .optional());
    }

    private Optional<RelyingParty> fresh(String clientId, Instant now) {
        return Optional.ofNullable(kept.get(clientId))
                .filter(known -> known.isFresh(now))
                .map(Kept::relyingParty);
    }

    private void keep(RelyingParty relyingParty, Instant readAt) {
        kept.put(relyingParty.clientId().value(), new Kept(relyingParty, readAt));
    }

    /** These relying parties by identifier, as they were at most five seconds ago, in this order; one that is not registered is left out. */
    public Map<ClientId, RelyingParty> find(Collection<ClientId> clientIds) {
        if (clientIds.isEmpty()) {
            return Map.of();
        }
        Instant now = clock.instant();
        Map<ClientId, RelyingParty> found = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (ClientId clientId : clientIds) {
            fresh(clientId.value(), now)
                    .ifPresentOrElse(
                            relyingParty -> found.put(clientId, relyingParty), () -> unknown.add(clientId.value()));
        }
        if (!unknown.isEmpty()) {
            jdbc.sql("select * from relying_party where client_id in (:clientIds) and removed_at is null")
                    .param("clientIds", unknown)
                    .query(RelyingParties::toRelyingParty)
                    .list()
                    .forEach(relyingParty -> {
                        found.put(relyingParty.clientId(), relyingParty);
                        keep(relyingParty, now);
                    });
        }
        Map<ClientId, RelyingParty> inOrder = new LinkedHashMap<>();
        for (ClientId clientId : clientIds) {
            RelyingParty relyingParty = found.get(clientId);
            if (relyingParty != null) {
                inOrder.put(clientId, relyingParty);
            }
        }
        return inOrder;
    }

    /** Whether scripts on pages of this origin may act in the name of at least one relying party. */
    public boolean anyAllows(Origin origin) {
        return existsWithOrigin(origin, "");
    }

    /** Whether scripts on pages of this origin may act in the name of at least one relying party without a client secret. */
    public boolean anyPublicAllows(Origin origin) {
        return existsWithOrigin(origin, " and secret_hash is null");
    }

    private boolean existsWithOrigin(Origin origin, String further) {
        return jdbc.sql("""
                        select 1 from relying_party
                        where removed_at is null and position(cast(:origin as varchar) in cast(:line || allowed_origins || :line as varchar)) > 0
                        """ + further)
                .param("line", "\n")
                .param("origin", "\n" + origin.value() + "\n")
                .query(Integer.class)
                .list()
                .contains(1);
    }

    /** The relying party in whose name scripts on pages of this origin may act; empty if there is none, and if there are several. */
    public Optional<RelyingParty> findOnlyAllowing(Origin origin) {
        List<RelyingParty> found = jdbc.sql("""
                        select * from relying_party
                        where removed_at is null and position(cast(:origin as varchar) in cast(:line || allowed_origins || :line as varchar)) > 0
                        fetch first 2 rows only
                        """)
                .param("line", "\n")
                .param("origin", "\n" + origin.value() + "\n")
                .query(RelyingParties::toRelyingParty)
                .list();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** What users call these relying parties, by identifier; one that is not registered is left out. */
    public Map<ClientId, String> names(Collection<ClientId> clientIds) {
        if (clientIds.isEmpty()) {
            return Map.of();
        }
        return Map.copyOf(jdbc
                .sql("select client_id, name from relying_party where client_id in (:clientIds)")
                .param("clientIds", clientIds.stream().map(ClientId::value).toList())
                .query((row, _) -> Map.entry(new ClientId(row.getString("client_id")), row.getString("name")))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The names of all themes that relying parties want. */
    public Set<String> themes() {
        return jdbc.sql("select distinct theme from relying_party where theme is not null and removed_at is null")
                .query((row, _) -> row.getString("theme"))
                .set();
    }

    /** The relying parties that are told of logouts by the back channel. */
    public Set<ClientId> withBackChannel() {
        return jdbc.sql("select client_id from relying_party where back_channel_logout_uri is not null"
                        + " and removed_at is null")
                .query((row, _) -> new ClientId(row.getString("client_id")))
                .set();
    }

    /** Whether any relying party has a front channel. */
    public boolean anyWithFrontChannel() {
        return jdbc.sql("select count(*) from relying_party where front_channel_logout_uri is not null"
                                + " and removed_at is null")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Whether pages of any relying party ask a frame of ours whether the session changed. */
    public boolean anyWithSessionManagement() {
        return !withSessionManagement().isEmpty();
    }

    /** The origins of pages that may ask a frame of ours whether the session changed. */
    public Set<Origin> originsWithSessionManagement() {
        return withSessionManagement().stream()
                .flatMap(relyingParty -> relyingParty.origins().stream())
                .collect(toUnmodifiableSet());
    }

    private List<RelyingParty> withSessionManagement() {
        return jdbc.sql("select * from relying_party where session_management and removed_at is null")
                .query(RelyingParties::toRelyingParty)
                .list();
    }

    /** A registration and what a start knows of it. */
    record Registered(RelyingParty relyingParty, boolean configured, boolean removed) {}

    /** All registrations, those that were removed too. */
    List<Registered> all() {
        return jdbc.sql("select * from relying_party")
                .query((row, number) -> new Registered(
                        toRelyingParty(row, number), row.getBoolean("configured"), row.getObject("removed_at") != null))
                .list();
    }

    /**
     * Makes the client unknown to every request, since the configuration does not have it any more. Other nodes may take it for registered
     * for another five seconds.
     */
    public void remove(ClientId clientId) {
        kept.remove(clientId.value());
        jdbc.sql("""
                        update relying_party set configured = false, removed_at = :now
                        where client_id = :clientId and removed_at is null
                        """)
                .param("clientId", clientId.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    void update(RelyingParty relyingParty) {
        write("""
                update relying_party
                set name = :name, secret_hash = :secretHash, theme = :theme, require_consent = :requireConsent,
                    require_pkce = :requirePkce,
                    grant_types = :grantTypes, scopes = :scopes, redirect_uris = :redirectUris,
                    post_logout_redirect_uris = :postLogoutRedirectUris, allowed_origins = :allowedOrigins,
                    back_channel_logout_uri = :backChannelLogoutUri,
                    front_channel_logout_uri = :frontChannelLogoutUri,
                    front_channel_session_required = :frontChannelSessionRequired,
                    session_management = :sessionManagement, session_lifetime_seconds = :sessionLifetime,
                    receipt = :receipt, first_party = :firstParty, id_token_claims = :idTokenClaims, audiences = :audiences,
                    resource_server = :resourceServer, resource_uris = :resourceUris, configured = true, removed_at = null
                where client_id = :clientId
                """, relyingParty);
    }

    void insert(RelyingParty relyingParty) {
        write("""
                insert into relying_party
                    (client_id, name, secret_hash, theme, require_consent, require_pkce, grant_types, scopes, redirect_uris,
                     post_logout_redirect_uris, allowed_origins, back_channel_logout_uri, session_lifetime_seconds,
                     receipt, front_channel_logout_uri, front_channel_session_required, session_management,
                     first_party, id_token_claims, audiences, resource_server, resource_uris, configured)
                values
                    (:clientId, :name, :secretHash, :theme, :requireConsent, :requirePkce, :grantTypes, :scopes, :redirectUris,
                     :postLogoutRedirectUris, :allowedOrigins, :backChannelLogoutUri, :sessionLifetime, :receipt,
                     :frontChannelLogoutUri, :frontChannelSessionRequired, :sessionManagement, :firstParty, :idTokenClaims, :audiences, :resourceServer,
                     :resourceUris, true)
                """, relyingParty);
    }

    private void write(String sql, RelyingParty relyingParty) {
        FrontChannel frontChannel = relyingParty.frontChannel();
        kept.remove(relyingParty.clientId().value());
        jdbc.sql(sql)
                .param("clientId", relyingParty.clientId().value())
                .param("name", relyingParty.name())
                .param("secretHash", relyingParty.secretHash())
                .param("theme", relyingParty.theme())
                .param("requireConsent", relyingParty.requireConsent())
                .param("requirePkce", relyingParty.requirePkce())
                .param("grantTypes", lines(relyingParty.grantTypes()))
                .param("scopes", lines(relyingParty.scopes()))
                .param("redirectUris", lines(relyingParty.redirectUris()))
                .param("postLogoutRedirectUris", lines(relyingParty.postLogoutRedirectUris()))
                .param("allowedOrigins", lines(relyingParty.allowedOrigins()))
                .param("backChannelLogoutUri", text(relyingParty.backChannelLogoutUri()))
                .param("frontChannelLogoutUri", frontChannel == null ? null : text(frontChannel.logoutUri()))
                .param("frontChannelSessionRequired", frontChannel != null && frontChannel.sessionRequired())
                .param("sessionManagement", relyingParty.sessionManagement())
                .param("sessionLifetime", seconds(relyingParty.sessionLifetime()), Types.BIGINT)
                .param("receipt", relyingParty.receipt().name().toLowerCase(Locale.ROOT))
                .param("firstParty", relyingParty.firstParty())
                .param("idTokenClaims", relyingParty.idTokenClaims())
                .param("audiences", lines(relyingParty.audiences()))
                .param("resourceServer", relyingParty.resourceServer())
                .param("resourceUris", lines(relyingParty.resourceUris()))
                .update();
    }

    /** Registration refuses a public client with privileges. A row that has them anyway loses them here, before any use. */
    private static RelyingParty toRelyingParty(ResultSet row, int number) throws SQLException {
        String secretHash = row.getString("secret_hash");
        Set<String> grantTypes = values(row.getString("grant_types"));
        Set<String> scopes = values(row.getString("scopes"));
        return new RelyingParty(
                new ClientId(row.getString("client_id")),
                row.getString("name"),
                secretHash,
                row.getString("theme"),
                row.getBoolean("require_consent"),
                row.getBoolean("require_pkce"),
                secretHash == null ? Privileges.publicGrants(grantTypes) : grantTypes,
                secretHash == null ? Privileges.publicScopes(scopes) : scopes,
                values(row.getString("redirect_uris")),
                values(row.getString("post_logout_redirect_uris")),
                values(row.getString("allowed_origins")).stream()
                        .map(Origin::new)
                        .collect(toUnmodifiableSet()),
                uri(row.getString("back_channel_logout_uri")),
                frontChannel(row),
                row.getBoolean("session_management"),
                duration(row.getObject("session_lifetime_seconds", Long.class)),
                ReceiptPolicy.valueOf(row.getString("receipt").toUpperCase(Locale.ROOT)),
                row.getBoolean("first_party"),
                row.getBoolean("id_token_claims"),
                values(row.getString("audiences")),
                secretHash != null && row.getBoolean("resource_server"),
                values(row.getString("resource_uris")));
    }

    private static @Nullable FrontChannel frontChannel(ResultSet row) throws SQLException {
        URI uri = uri(row.getString("front_channel_logout_uri"));
        return uri == null ? null : new FrontChannel(uri, row.getBoolean("front_channel_session_required"));
    }

    private static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    private static @Nullable Duration duration(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static String lines(Set<?> values) {
        return String.join("\n", values.stream().map(Object::toString).sorted().toList());
    }

    private static Set<String> values(@Nullable String lines) {
        return lines == null ? Set.of() : lines.lines().collect(toCollection(LinkedHashSet::new));
    }

    private record Kept(RelyingParty relyingParty, Instant readAt) {

        /** A clock that was put back must not keep it for longer. */
        boolean isFresh(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(KEPT_FOR));
        }
    }
}
