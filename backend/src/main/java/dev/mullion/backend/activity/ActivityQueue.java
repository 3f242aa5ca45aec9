package dev.mullion.backend.activity;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/**
 * The job library's queue: which activities wait for a turn. Writes join the caller's transaction.
 */
@Component
class ActivityQueue {

    static final String TASK = "activity";

    private final SchedulerClient client;
    private final JdbcClient jdbc;
    private final Clock clock;

    ActivityQueue(DataSource dataSource, JdbcClient jdbc, PortalProcess portal, Clock clock) {
        this.client =
                SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                        .serializer(new NoData())
                        .jdbcCustomization(portal.dialect())
                        .build();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(ActivityId id) {
        var instance = new TaskInstance<Void>(TASK, id.toString());
        if (!client.scheduleIfNotExists(instance, clock.instant())) {
            throw new IllegalStateException("Activity " + id + " is queued already");
        }
    }

    /**
     * Gives back what a portal had taken when it died. Only right when no other portal can be
     * alive; otherwise the library's heartbeat finds out.
     */
    void releaseAll() {
        jdbc.sql(
                        """
                        update scheduled_tasks
                        set picked = false, picked_by = null, last_heartbeat = null
                        where picked = true
                        """)
                .update();
    }

    /**
     * Nothing but the activity's id is queued: what it needs is in its own row. So nothing that
     * lies in the queue's table is ever turned into objects.
     */
    static final class NoData implements Serializer {

        private static final byte[] NOTHING = {};

        @Override
        public byte[] serialize(Object data) {
            if (data != null) {
                throw new IllegalArgumentException(
                        "A queued activity carries no data, this is " + data.getClass());
            }
            return NOTHING;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] bytes) {
            throw new IllegalStateException(
                    "A queued activity carries no data, found " + bytes.length + " bytes");
        }
    }
}
