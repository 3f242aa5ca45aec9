package dev.mullion.backend.activity;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the job library (db-scheduler) with the portal: it gives each queued activity to exactly one
 * portal, within the concurrency that is set, and finds the activities of portals that died.
 */
@Component
class ActivityScheduler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ActivityScheduler.class);

    private static final Duration POLLING = Duration.ofSeconds(1);
    private static final Duration KEEPING = Duration.ofSeconds(1);
    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 4;

    private final DataSource dataSource;
    private final ActivitySettings settings;
    private final ActivityTable table;
    private final ActivityQueue queue;
    private final ActivityRunner runner;
    private final RunningActivities running;
    private final Interruptions interruptions;
    private final ProgressKeeper keeper;
    private final Retention retention;
    private final PortalProcess portal;
    private final Clock clock;

    private volatile @Nullable Scheduler scheduler;
    private volatile @Nullable ScheduledExecutorService everySecond;

    ActivityScheduler(
            DataSource dataSource,
            ActivitySettings settings,
            ActivityTable table,
            ActivityQueue queue,
            ActivityRunner runner,
            RunningActivities running,
            Interruptions interruptions,
            ProgressKeeper keeper,
            Retention retention,
            PortalProcess portal,
            Clock clock) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.table = table;
        this.queue = queue;
        this.runner = runner;
        this.running = running;
        this.interruptions = interruptions;
        this.keeper = keeper;
        this.retention = retention;
        this.portal = portal;
        this.clock = clock;
    }

    @Override
    public void start() {
        boolean alone = portal.alone();
        if (alone) {
            table.running().forEach(stored -> interruptions.interrupted(stored.id()));
            queue.releaseAll();
        }
        var started =
                Scheduler.create(dataSource, activityTask())
                        .startTasks(retentionTask())
                        .schedulerName(new SchedulerName.Fixed(portal.name()))
                        .serializer(new ActivityQueue.NoData())
                        .clock(clock::instant)
                        .jdbcCustomization(portal.dialect())
                        .threads(settings.concurrency())
                        .executorService(
                                Executors.newFixedThreadPool(
                                        settings.concurrency(),
                                        Thread.ofVirtual().name("activity-", 0).factory()))
                        .pollingInterval(POLLING)
                        .heartbeatInterval(settings.heartbeat())
                        .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                        .shutdownMaxWait(STOP_PATIENCE)
                        .failureLogging(LogLevel.WARN, true)
                        .build();
        started.start();
        scheduler = started;
        var ticking =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("activity-progress").daemon().factory());
        var _ =
                ticking.scheduleWithFixedDelay(
                        () -> tick(alone),
                        KEEPING.toMillis(),
                        KEEPING.toMillis(),
                        TimeUnit.MILLISECONDS);
        everySecond = ticking;
    }

    private void tick(boolean alone) {
        try {
            keeper.tick(alone);
        } catch (RuntimeException e) {
            // an exception that got out would end the ticking for ever
            log.error("Keeping the progress of activities failed unexpectedly", e);
        }
    }

    private CustomTask<Void> activityTask() {
        return Tasks.custom(ActivityQueue.TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(COME_BACK))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    runner.execute(ActivityId.of(instance.getId()));
                    return new CompletionHandler.OnCompleteRemove<>();
                });
    }

    private RecurringTask<Void> retentionTask() {
        return Tasks.recurring("activity-retention", FixedDelay.ofHours(1))
                .execute((instance, context) -> retention.forgetOld());
    }

    /** Looks at the queue now instead of at the next poll. */
    void hurry() {
        var current = scheduler;
        if (current != null) {
            current.triggerCheckForDueExecutions();
        }
    }

    /** Lets nothing new begin, ends what runs as interrupted, and then stops. */
    @Override
    public void stop() {
        var current = scheduler;
        if (current == null) {
            return;
        }
        current.pause();
        running.all().forEach(run -> run.stop(Run.Stop.PORTAL_STOPS));
        current.stop();
        var ticking = everySecond;
        if (ticking != null) {
            ticking.shutdown();
        }
        scheduler = null;
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /**
     * Before the web server opens, and after it has closed: no page sees a run that is long dead.
     */
    @Override
    public int getPhase() {
        return 0;
    }
}
