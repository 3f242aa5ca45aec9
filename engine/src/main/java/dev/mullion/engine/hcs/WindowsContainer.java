package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.hcs.stream.ProcessFlow;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ResourceLimits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A container that this engine made or found again. */
final class WindowsContainer {

    private final ProcessFlow flow;
    private final @Nullable ContainerSpec spec;
    private final CompletableFuture<ProcessExit> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean killed = new AtomicBoolean();
    private final List<WindowsExec> execs = new CopyOnWriteArrayList<>();
    private final List<WindowsProcess> retired = new CopyOnWriteArrayList<>();
    private final ReentrantLock reopening = new ReentrantLock();
    private volatile SystemRecord record;
    private volatile @Nullable OpenSystem system;
    private volatile @Nullable WindowsProcess first;
    private volatile Provisions.@Nullable Mounted scratch;
    private volatile boolean paused;
    private volatile boolean silent;
    private volatile boolean inherited;
    private volatile boolean serviceLost;
    private volatile boolean told;

    /**
     * Makes one of which nothing runs yet.
     *
     * @param spec what it is; null if it was made by an engine before this one
     */
    WindowsContainer(SystemRecord record, @Nullable ContainerSpec spec, ProcessFlow flow) {
        this.record = record;
        this.spec = spec;
        this.flow = flow;
    }

    ContainerId id() {
        return record.id();
    }

    SystemRecord record() {
        return record;
    }

    void record(SystemRecord now) {
        record = now;
    }

    boolean isProcessIsolated() {
        return record.isolation() == Isolation.PROCESS;
    }

    ProcessFlow flow() {
        return flow;
    }

    ProcessSpec processToStart() throws IOException {
        if (spec == null || first != null) {
            throw new IOException("Container " + id() + " runs already");
        }
        return spec.process();
    }

    /** The limits it was made with; nothing if an engine before this one made it. */
    Optional<ResourceLimits> limits() {
        return Optional.ofNullable(spec).map(ContainerSpec::limits);
    }

    Optional<OpenSystem> system() {
        return Optional.ofNullable(system);
    }

    void system(@Nullable OpenSystem opened) {
        system = opened;
    }

    Optional<WindowsProcess> first() {
        return Optional.ofNullable(first);
    }

    void first(WindowsProcess started) {
        first = started;
    }

    /** Handles of the first process of which only the pipes are still used. */
    List<WindowsProcess> retired() {
        return retired;
    }

    Provisions.@Nullable Mounted takeScratch() {
        Provisions.Mounted mounted = scratch;
        scratch = null;
        return mounted;
    }

    void scratch(Provisions.Mounted mounted) {
        scratch = mounted;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** Whether its input and output can't be reached, because it was opened again without them. */
    boolean isSilent() {
        return silent;
    }

    /** Held while its system is opened anew. */
    ReentrantLock reopening() {
        return reopening;
    }

    /** Whether the service has died since it was made. */
    boolean hasLostService() {
        return serviceLost;
    }

    void lostService() {
        serviceLost = true;
    }

    /** Whether an engine before this one mounted its scratch, and nobody has unmounted it. */
    boolean isScratchInherited() {
        return inherited;
    }

    void scratchInherited(boolean now) {
        inherited = now;
    }

    void silent(boolean now) {
        silent = now;
    }

    /** Takes the one right to tell of its end. */
    synchronized boolean beginTelling() {
        boolean mine = !told;
        told = true;
        return mine;
    }

    List<WindowsExec> execs() {
        return execs;
    }

    /** Takes the one right to end it. */
    boolean beginEnding() {
        return ending.compareAndSet(false, true);
    }

    boolean isEnding() {
        return ending.get();
    }

    /** Takes the one right to kill its first process. */
    boolean beginKilling() {
        return killed.compareAndSet(false, true);
    }

    void forgetKill() {
        killed.set(false);
    }

    /** Is done when its system has ended and everybody was told. */
    CompletableFuture<ProcessExit> ended() {
        return ended;
    }

    /**
     * Returns its system, which runs.
     *
     * @throws IOException if it is ending, or being looked for after the service died
     */
    OpenSystem requireSystem() throws IOException {
        OpenSystem open = system;
        if (ending.get()) {
            throw new IOException("Container " + id() + " has ended or is about to");
        }
        if (open == null || open.lost().isDone()) {
            throw new IOException(
                    "Container "
                            + id()
                            + " can't be reached: the compute service (vmcompute) has ended, and is"
                            + " waited for");
        }
        return open;
    }

    WindowsProcess requireFirst() throws IOException {
        requireSystem();
        WindowsProcess running = first;
        if (running == null) {
            throw new IOException("Container " + id() + " has no process");
        }
        return running;
    }
}
