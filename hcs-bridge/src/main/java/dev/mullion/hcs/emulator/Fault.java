package dev.mullion.hcs.emulator;

/**
 * What can be made to go wrong, or to go the other way where Microsoft's documentation leaves two
 * open.
 */
public enum Fault {
    /** Creating a process works, and its wait answers E_INVALIDARG (seen on WS2022). */
    CREATE_PROCESS_SYNC_EINVAL,
    /** No event tells the end of a process or a system. */
    EXIT_EVENT_DROP,
    /** Events of an end come late: takes a duration. */
    EXIT_EVENT_LATE,
    /** A process's output isn't closed when it ends: a grandchild holds it. */
    PIPE_STUCK_AFTER_EXIT,
    /** A system takes its time to shut down: takes a duration. */
    SHUTDOWN_DELAY,
    /** A system terminated while it shuts down leaves a scratch that can't be exported. */
    TERMINATE_DURING_TEARDOWN,
    /** ActivateLayer answers NOT_READY. */
    ACTIVATE_NOT_READY,
    /** PrepareLayer answers INVALID_FUNCTION: a filter of someone else is in the way. */
    PREPARE_INCORRECT_FUNCTION,
    /** Renaming a layer's folder is refused: its disk is still attached. */
    RENAME_ACCESS_DENIED,
    /** Endpoints of before the restart still hold their addresses. */
    ENDPOINT_STALE,
    /** Asking for statistics answers INVALID_HANDLE. */
    STATS_INVALID_HANDLE,
    /** Creating a system answers IMAGE_MISMATCH. */
    CREATE_IMAGE_MISMATCH,
    /** Creating a system answers HYPERV_NOT_INSTALLED. */
    CREATE_HYPERV_MISSING,
    /** Creating a system is refused: the caller isn't an administrator. */
    CREATE_NOT_ELEVATED,
    /** Importing a layer answers ACCESS_DENIED. */
    IMPORT_ACCESS_DENIED,
    /** Importing a layer answers DISK_FULL. */
    IMPORT_DISK_FULL,
    /** Starting a system fails with UNEXPECTED_EXIT. */
    START_UNEXPECTED_EXIT,
    /** Terminating a process is refused. */
    KILL_ACCESS_DENIED,
    /** A signal answers only when the process has ended, as CtrlShutdown does in Server Core. */
    SIGNAL_BLOCKS,
    /** All codes of the compute service come as 0xC037xxxx. */
    SEVERITY_C037,
    /** A pipe that wasn't asked for is INVALID_HANDLE_VALUE instead of NULL. */
    INVALID_HANDLE_FOR_ABSENT_STDIO,
    /** The end of a system doesn't tell how it ended, as on build 17763. */
    EXIT_TYPE_MISSING,
    /** Events come in another order than one would like. */
    SHUFFLE,
    /** What is wrong with a request is told by its operation instead of by the call. */
    FAIL_LATE,
    /** A callback registered after the end is told of it all the same. */
    LATE_EVENT,
    /** An operation's callback runs within the call that began it. */
    INLINE_CALLBACK,
    /** Closing the pipe isn't enough for a program to see the end of its input. */
    STDIN_CLOSE_UNSEEN,
    /** Reads and writes of pipes never end at once: they are pending first. */
    PIPE_PENDING_FIRST,
    /** A restart of the compute service ends all systems. */
    SERVICE_LOSES_SYSTEMS,
    /** A system that only was created can be shut down. */
    SHUTDOWN_OF_CREATED,
    /** A system in process isolation can be paused. */
    PAUSE_IN_PROCESS_ISOLATION,
    /** A scratch that nobody mounted is taken all the same, as a disk without files. */
    SCRATCH_UNCHECKED,
    /** Deleting a network with endpoints is refused instead of taking them along. */
    NETWORK_DELETE_REFERENCED
}
