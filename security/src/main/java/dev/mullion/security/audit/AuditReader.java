package dev.mullion.security.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds records of the audit. */
@Component
class AuditReader {

    private static final int AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    AuditReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<AuditRecord> newest(AuditQuery query, long before, int most) {
        return find(query, "chain_position < :edge", before, "desc", most);
    }

    /**
     * All that match and were there when the first was read, piece by piece as they are asked for.
     */
    Iterator<AuditRecord> oldestFirst(AuditQuery query) {
        long end = jdbc.sql("select records from audit_head").query(Long.class).single();
        return Stream.iterate(
                        find(query, "chain_position > :edge", 0, "asc", AT_ONCE),
                        piece -> !piece.isEmpty(),
                        piece ->
                                find(
                                        query,
                                        "chain_position > :edge",
                                        piece.getLast().position(),
                                        "asc",
                                        AT_ONCE))
                .flatMap(List::stream)
                .takeWhile(record -> record.position() <= end)
                .iterator();
    }

    private List<AuditRecord> find(
            AuditQuery query, String edge, long position, String order, int most) {
        var conditions = String.join(" and ", query.conditions());
        var statement =
                jdbc.sql(
                                AuditTable.COLUMNS
                                        + " where "
                                        + conditions
                                        + " and "
                                        + edge
                                        + " order by chain_position "
                                        + order
                                        + " limit :most")
                        .param("edge", position)
                        .param("most", most);
        if (!query.path().equals("/")) {
            var below = query.path() + "/";
            statement =
                    statement
                            .param("path", query.path())
                            .param("pathLength", below.length())
                            .param("pathPrefix", below);
        }
        statement = moment(statement, "from", query.from());
        statement = moment(statement, "until", query.until());
        if (query.account() != null) {
            statement = statement.param("account", query.account());
        }
        if (query.action() != null) {
            statement = statement.param("action", query.action());
        }
        if (!query.phases().isEmpty()) {
            statement = statement.param("phases", query.phases().stream().map(Enum::name).toList());
        }
        if (query.text() != null) {
            statement = statement.param("text", query.text().toLowerCase(Locale.ROOT));
        }
        return statement.query((row, n) -> AuditTable.record(row)).list();
    }

    private static JdbcClient.StatementSpec moment(
            JdbcClient.StatementSpec statement, String name, @Nullable Instant moment) {
        OffsetDateTime at = moment == null ? null : moment.atOffset(ZoneOffset.UTC);
        return at == null ? statement : statement.param(name, at);
    }
}
