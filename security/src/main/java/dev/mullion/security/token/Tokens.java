package dev.mullion.security.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens in the database: their fingerprints, and whom they stand for. */
@Component
class Tokens {

    /** Whom a token stands for. */
    record Owner(UUID tokenId, UUID accountId, String username) {}

    private final JdbcClient jdbc;

    Tokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ApiToken token, UUID account, String fingerprint) {
        jdbc.sql(
                        """
                        insert into api_token (id, account_id, name, token_hash, hint, created_at,
                            expires_at, last_used_at)
                        values (:id, :account, :name, :hash, :hint, :created, :expires, :used)
                        """)
                .param("id", token.id())
                .param("account", account)
                .param("name", token.name())
                .param("hash", fingerprint)
                .param("hint", token.hint())
                .param("created", token.createdAt().atOffset(ZoneOffset.UTC))
                .param("expires", token.expiresAt().atOffset(ZoneOffset.UTC))
                .param("used", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    List<ApiToken> of(UUID account) {
        return jdbc.sql(
                        """
                        select id, name, hint, created_at, expires_at, last_used_at
                        from api_token where account_id = :account order by created_at desc
                        """)
                .param("account", account)
                .query((row, n) -> token(row))
                .list();
    }

    /** The owner of a token that has not expired; none while the owner is suspended. */
    Optional<Owner> owner(String fingerprint, Instant now) {
        return jdbc.sql(
                        """
                        select t.id, t.account_id, a.username
                        from api_token t join account a on a.id = t.account_id
                        where t.token_hash = :hash and t.expires_at > :now
                            and a.suspended_at is null
                        """)
                .param("hash", fingerprint)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) ->
                        new Owner(
                                row.getObject("id", UUID.class),
                                row.getObject("account_id", UUID.class),
                                row.getString("username")))
                .optional();
    }

    /**
     * Notes a use, unless one was noted after {@code notIfAfter}: a busy token is not a write a
     * call.
     */
    void used(UUID id, Instant now, Instant notIfAfter) {
        jdbc.sql(
                        """
                        update api_token set last_used_at = :now
                        where id = :id and (last_used_at is null or last_used_at < :before)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("before", notIfAfter.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    /** Whether the account had it. */
    boolean delete(UUID id, UUID account) {
        return jdbc.sql("delete from api_token where id = :id and account_id = :account")
                        .param("id", id)
                        .param("account", account)
                        .update()
                > 0;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        var used = row.getObject("last_used_at", OffsetDateTime.class);
        return new ApiToken(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("hint"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                used == null ? null : used.toInstant());
    }
}
