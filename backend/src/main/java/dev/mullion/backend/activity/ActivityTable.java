package dev.mullion.backend.activity;

import dev.mullion.backend.Page;
import dev.mullion.security.Caller;
import dev.mullion.security.Door;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code activity}. Several portals may work on it at once, so every change of state says
 * what state it starts from, and tells whether it was the one that made it.
 */
@Component
class ActivityTable {

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};
    private static final TypeReference<List<Step>> STEPS = new TypeReference<>() {};
    private static final EnumSet<ActivityState> UNFINISHED =
            EnumSet.of(ActivityState.QUEUED, ActivityState.RUNNING);

    private static final int LONGEST_OUTCOME = 4000;
    private static final int LONGEST_PARAMETERS = 20_000;
    private static final int LONGEST_STEPS = 100_000;

    private final JdbcClient jdbc;
    private final JsonMapper json = JsonMapper.builder().build();

    ActivityTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(StoredActivity stored) {
        var a = stored.activity();
        var caller = stored.caller();
        var parameters = json.writeValueAsString(stored.parameters());
        if (parameters.length() > LONGEST_PARAMETERS) {
            throw new IllegalArgumentException(
                    "The parameters of \"%s\" take %d characters, %d are kept at most"
                            .formatted(a.title(), parameters.length(), LONGEST_PARAMETERS));
        }
        jdbc.sql(
                        """
                        insert into activity (id, kind, title, resource, parameters, started_by,
                            started_by_account, started_through, started_from, repeats, repetition,
                            created_at, state, progress_current, progress_total, progress_message,
                            steps, changed_at)
                        values (:id, :kind, :title, :resource, :parameters, :startedBy, :account,
                            :through, :from, :repeats, :repetition, :createdAt, :state, :current,
                            :total, :message, :steps, :createdAt)
                        """)
                .param("id", a.id().value())
                .param("kind", a.kind())
                .param("title", a.title())
                .param("resource", a.resource())
                .param("parameters", parameters)
                .param("startedBy", caller.name())
                .param("account", caller.accountId(), Types.OTHER)
                .param("through", caller.door().name())
                .param("from", caller.address(), Types.VARCHAR)
                .param("repeats", a.repeats() == null ? null : a.repeats().value(), Types.OTHER)
                .param("repetition", stored.repetition())
                .param("createdAt", at(a.createdAt()))
                .param("state", a.state().name())
                .param("current", a.progress().current())
                .param("total", a.progress().total())
                .param("message", a.progress().message())
                .param("steps", steps(a.progress()))
                .update();
    }

    Optional<StoredActivity> find(ActivityId id) {
        return jdbc.sql("select * from activity where id = :id")
                .param("id", id.value())
                .query(this::read)
                .optional();
    }

    List<StoredActivity> running() {
        return jdbc.sql("select * from activity where state = 'RUNNING' order by created_at, id")
                .query(this::read)
                .list();
    }

    Page<Activity> list(ActivityQuery query) {
        var where = new ArrayList<String>();
        if (!query.text().isBlank()) {
            where.add(
                    """
                    (lower(title) like :text escape '!' or lower(kind) like :text escape '!'
                     or lower(resource) like :text escape '!'
                     or lower(started_by) like :text escape '!')
                    """);
        }
        if (!query.states().isEmpty()) {
            where.add("state in (:states)");
        }
        var filter = where.isEmpty() ? "" : " where " + String.join(" and ", where);
        var direction = query.descending() ? " desc" : " asc";
        var order =
                switch (query.sort()) {
                    case CREATED -> "created_at" + direction;
                    case TITLE -> "lower(title)" + direction + ", created_at desc";
                    case KIND -> "kind" + direction + ", created_at desc";
                    case STATE -> "state" + direction + ", created_at desc";
                };
        long total =
                filtered(query, "select count(*) from activity" + filter)
                        .query(Long.class)
                        .single();
        var items =
                filtered(
                                query,
                                "select * from activity"
                                        + filter
                                        + " order by "
                                        + order
                                        + ", id offset :offset rows fetch first :limit rows only")
                        .param("offset", query.offset())
                        .param("limit", query.limit())
                        .query(this::read)
                        .list()
                        .stream()
                        .map(StoredActivity::activity)
                        .toList();
        return new Page<>(items, total, query.offset(), query.limit());
    }

    private JdbcClient.StatementSpec filtered(ActivityQuery query, String sql) {
        var statement = jdbc.sql(sql);
        if (!query.text().isBlank()) {
            var escaped = query.text().strip().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
            statement = statement.param("text", "%" + escaped + "%");
        }
        if (!query.states().isEmpty()) {
            statement = statement.param("states", query.states().stream().map(Enum::name).toList());
        }
        return statement;
    }

    /** QUEUED → RUNNING. */
    boolean claim(ActivityId id, String portal, Instant now) {
        return jdbc.sql(
                                """
                                update activity set state = 'RUNNING', portal = :portal,
                                    started_at = :now, changed_at = :now
                                where id = :id and state = 'QUEUED'
                                """)
                        .param("id", id.value())
                        .param("portal", portal)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Keeps the progress of a run; false when this portal no longer owns it. */
    boolean progress(ActivityId id, String portal, Progress progress, Instant now) {
        return jdbc.sql(
                                """
                                update activity set progress_current = :current,
                                    progress_total = :total, progress_message = :message,
                                    steps = :steps, changed_at = :now
                                where id = :id and state = 'RUNNING' and portal = :portal
                                """)
                        .param("id", id.value())
                        .param("portal", portal)
                        .param("current", progress.current())
                        .param("total", progress.total())
                        .param("message", progress.message())
                        .param("steps", steps(progress))
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** RUNNING on {@code portal} → an ended state. */
    boolean end(
            ActivityId id,
            @Nullable String portal,
            ActivityState state,
            String outcome,
            Instant now) {
        return jdbc.sql(
                                """
                                update activity set state = :state, outcome = :outcome,
                                    ended_at = :now, changed_at = :now
                                where id = :id and state = 'RUNNING' and portal = :portal
                                """)
                        .param("id", id.value())
                        .param("portal", portal)
                        .param("state", state.name())
                        .param("outcome", Texts.cut(outcome, LONGEST_OUTCOME))
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** QUEUED → CANCELLED. */
    boolean cancelQueued(ActivityId id, String by, String outcome, Instant now) {
        return jdbc.sql(
                                """
                                update activity set state = 'CANCELLED', cancelled_by = :by,
                                    outcome = :outcome, ended_at = :now, changed_at = :now
                                where id = :id and state = 'QUEUED'
                                """)
                        .param("id", id.value())
                        .param("by", by)
                        .param("outcome", Texts.cut(outcome, LONGEST_OUTCOME))
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Asks the portal that runs it for its end; the first to ask is remembered. */
    boolean requestCancel(ActivityId id, String by, Instant now) {
        return jdbc.sql(
                                """
                                update activity set cancelled_by = coalesce(cancelled_by, :by),
                                    changed_at = :now
                                where id = :id and state = 'RUNNING'
                                """)
                        .param("id", id.value())
                        .param("by", by)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** What {@code portal} runs and somebody wants ended. */
    List<ActivityId> cancelRequested(String portal) {
        return jdbc.sql(
                        """
                        select id from activity
                        where state = 'RUNNING' and portal = :portal and cancelled_by is not null
                        """)
                .param("portal", portal)
                .query((row, n) -> new ActivityId(row.getObject("id", UUID.class)))
                .list();
    }

    /** The moment of the last change by any portal. */
    Optional<Instant> lastChange() {
        return jdbc
                .sql("select max(changed_at) as last from activity")
                .query((row, n) -> instant(row, "last"))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Forgets what ended before {@code moment}; how many those were. */
    int deleteEndedBefore(Instant moment) {
        return jdbc.sql(
                        """
                        delete from activity
                        where state not in (:unfinished) and ended_at < :moment
                        """)
                .param("unfinished", UNFINISHED.stream().map(Enum::name).toList())
                .param("moment", at(moment))
                .update();
    }

    /** Forgets what has ended, but for the newest {@code count} activities; how many those were. */
    int deleteEndedBeyond(int count) {
        return jdbc.sql(
                        """
                        delete from activity
                        where state not in (:unfinished) and id in (
                            select id from activity order by created_at desc, id
                            offset :count rows)
                        """)
                .param("unfinished", UNFINISHED.stream().map(Enum::name).toList())
                .param("count", count)
                .update();
    }

    private StoredActivity read(ResultSet row, int number) throws SQLException {
        var progress =
                new Progress(
                        row.getLong("progress_current"),
                        row.getLong("progress_total"),
                        row.getString("progress_message"),
                        json.readValue(row.getString("steps"), STEPS));
        var repeats = row.getObject("repeats", UUID.class);
        var activity =
                new Activity(
                        new ActivityId(row.getObject("id", UUID.class)),
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("resource"),
                        row.getString("started_by"),
                        repeats == null ? null : new ActivityId(repeats),
                        instant(row, "created_at").orElseThrow(),
                        instant(row, "started_at").orElse(null),
                        instant(row, "ended_at").orElse(null),
                        ActivityState.valueOf(row.getString("state")),
                        progress,
                        row.getString("outcome"));
        var caller =
                new Caller(
                        row.getObject("started_by_account", UUID.class),
                        row.getString("started_by"),
                        Door.valueOf(row.getString("started_through")),
                        row.getString("started_from"));
        return new StoredActivity(
                activity,
                json.readValue(row.getString("parameters"), PARAMETERS),
                caller,
                row.getInt("repetition"),
                row.getString("portal"),
                row.getString("cancelled_by"));
    }

    /**
     * None rather than too many: what one engine calls its layers must not keep the progress of all
     * activities from being written.
     */
    private String steps(Progress progress) {
        var text = json.writeValueAsString(progress.steps());
        return text.length() > LONGEST_STEPS ? "[]" : text;
    }

    /** The databases keep a moment with its offset; UTC makes the text of the row readable. */
    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
