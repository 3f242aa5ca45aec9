package dev.mullion.frontend.container;

import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.security.Permission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be done to a container with one press, and in which states that makes sense. */
enum ContainerAction {
    START(
            "Start",
            "Started",
            Glyph.START,
            Permission.CONTAINER_START,
            EnumSet.of(
                    ContainerStatus.CREATED,
                    ContainerStatus.STOPPED,
                    ContainerStatus.FAILED,
                    ContainerStatus.UNKNOWN)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.start(key);
        }
    },
    STOP(
            "Stop",
            "Stopped",
            Glyph.STOP,
            Permission.CONTAINER_STOP,
            EnumSet.of(
                    ContainerStatus.RUNNING,
                    ContainerStatus.UNHEALTHY,
                    ContainerStatus.RESTARTING,
                    ContainerStatus.PAUSED,
                    ContainerStatus.UNKNOWN)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.stop(key, GRACE);
        }
    },
    RESTART(
            "Restart",
            "Restarted",
            Glyph.RESTART,
            Permission.CONTAINER_RESTART,
            EnumSet.of(
                    ContainerStatus.RUNNING,
                    ContainerStatus.UNHEALTHY,
                    ContainerStatus.RESTARTING,
                    ContainerStatus.STOPPED,
                    ContainerStatus.FAILED,
                    ContainerStatus.UNKNOWN)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.restart(key, GRACE);
        }
    },
    PAUSE(
            "Pause",
            "Paused",
            Glyph.PAUSE,
            Permission.CONTAINER_PAUSE,
            EnumSet.of(ContainerStatus.RUNNING, ContainerStatus.UNHEALTHY)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.pause(key);
        }
    },
    UNPAUSE(
            "Unpause",
            "Unpaused",
            Glyph.START,
            Permission.CONTAINER_PAUSE,
            EnumSet.of(ContainerStatus.PAUSED)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.unpause(key);
        }
    },
    KILL(
            "Kill",
            "Killed",
            Glyph.KILL,
            Permission.CONTAINER_KILL,
            EnumSet.of(
                    ContainerStatus.RUNNING,
                    ContainerStatus.UNHEALTHY,
                    ContainerStatus.RESTARTING,
                    ContainerStatus.PAUSED)) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.kill(key, "SIGKILL");
        }
    },
    REMOVE(
            "Remove",
            "Removed",
            Glyph.REMOVE,
            Permission.CONTAINER_REMOVE,
            EnumSet.complementOf(EnumSet.of(ContainerStatus.REMOVING))) {
        @Override
        void run(ContainerService service, ContainerKey key) {
            service.remove(key, true, true);
        }
    };

    /** How long a container is given to end by itself before the engine ends it. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final Set<ContainerStatus> ALIVE =
            EnumSet.of(
                    ContainerStatus.RUNNING,
                    ContainerStatus.UNHEALTHY,
                    ContainerStatus.RESTARTING,
                    ContainerStatus.PAUSED);

    private final String verb;
    private final String done;
    private final Glyph glyph;
    private final Permission permission;

    @SuppressWarnings("ImmutableEnumChecker") // nobody gets it, nobody changes it
    private final Set<ContainerStatus> statuses;

    ContainerAction(
            String verb,
            String done,
            Glyph glyph,
            Permission permission,
            Set<ContainerStatus> statuses) {
        this.verb = verb;
        this.done = done;
        this.glyph = glyph;
        this.permission = permission;
        this.statuses = statuses;
    }

    /** Does it and waits for the host; not for a thread that holds a page's lock. */
    abstract void run(ContainerService service, ContainerKey key);

    String verb() {
        return verb;
    }

    /** How a notice says that it was done. */
    String done() {
        return done;
    }

    Glyph glyph() {
        return glyph;
    }

    Permission permission() {
        return permission;
    }

    /** The DOM id of its button on a container's page. */
    String id() {
        return "container-" + name().toLowerCase(Locale.ROOT);
    }

    boolean fits(ContainerRow row) {
        return !row.stale() && statuses.contains(row.status());
    }

    /** Whether a process of this container lives, so that removing it would end work. */
    static boolean alive(ContainerRow row) {
        return ALIVE.contains(row.status());
    }
}
