package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.hcs.stream.LogWriter;
import dev.mullion.engine.hcs.stream.ProcessFlow;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.RunningProcess;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.compute.ComputeCore;
import dev.mullion.hcs.compute.VmCompute;
import dev.mullion.hcs.pipe.PipeInput;
import dev.mullion.hcs.pipe.PipeOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of Windows through the Host Compute Service. A container is a compute system, which is
 * made and started by {@link #create}, without a process; {@link #start} starts the first one, and
 * when that ends the system is shut down. Containers run on while the engine is down; what they
 * write meanwhile is kept by Windows only as far as their pipes have room (UNVERIFIED).
 *
 * <p>Exit codes are the 32 bits that Windows tells, without a sign; one that nobody saw is 255.
 */
public final class HcsRuntime implements ContainerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(HcsRuntime.class);
    private static final Duration MOST_TO_STOP = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final Means means;
    private final WindowsHost host;
    private final Computes computes;
    private final SystemRecords records;
    private final Credentials credentials;
    private final Provisions provisions;
    private final SystemCreation creation;
    private final ServiceWatch service;
    private final Endings endings;
    private final Rediscovery rediscovery;
    private final ProcessStarts starts;
    private final Signals signals;
    private final LiveLimits live;
    private final Usages usages;
    private final String owner;
    private final ExecutorService pipes;
    private final ExecutorService tasks;
    private final Map<ContainerId, WindowsContainer> containers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * What a runtime is made with.
     *
     * @param folder where it notes what it has started; survives a restart of the machine
     * @param calls reach Windows, or what stands in for it
     * @param host what that is
     * @param provisions layers and networks
     * @param owner by which its compute systems are told from those of others on the host; what
     *     bears it and isn't known is ended
     * @param limits how long things may take
     * @param timing the time; closed with the runtime
     */
    public record Setting(
            Path folder,
            NativeCalls calls,
            WindowsHost host,
            Provisions provisions,
            String owner,
            HcsLimits limits,
            Timing timing) {}

    private HcsRuntime(Setting setting) throws IOException {
        this.host = setting.host();
        this.owner = setting.owner();
        this.pipes =
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().daemon().name("hcs-pipe-", 0).factory());
        this.tasks = Executors.newVirtualThreadPerTaskExecutor();
        NativeCalls calls = setting.calls();
        this.means =
                new Means(
                        setting.timing(),
                        setting.limits(),
                        new NativeThreads(setting.timing()),
                        pipes,
                        this::execute,
                        pipe -> new PipeInput(calls, pipe),
                        pipe -> new PipeOutput(calls, pipe));
        this.computes = new Computes(new ComputeCore(calls), new VmCompute(calls));
        this.records = new SystemRecords(setting.folder());
        this.provisions = setting.provisions();
        this.credentials = new Credentials(means, computes.second());
        this.creation =
                new SystemCreation(
                        means,
                        computes,
                        provisions,
                        credentials,
                        new Documents(owner, host),
                        owner);
        this.service = new ServiceWatch(means, computes, owner);
        this.endings = new Endings(means, service);
        this.rediscovery = new Rediscovery(means, computes, endings, service);
        this.starts = new ProcessStarts(means);
        this.signals = new Signals(means, computes);
        this.live = new LiveLimits(means, host);
        this.usages = new Usages(means, host);
    }

    /**
     * Opens the runtime; {@link #recover} comes before anything else.
     *
     * @throws IOException if its folder can't be made
     */
    public static HcsRuntime open(Setting setting) throws IOException {
        HcsRuntime runtime = new HcsRuntime(setting);
        runtime.lookAgain();
        return runtime;
    }

    /** Windows may still tell something while the runtime closes: of that nothing follows. */
    private void execute(Runnable task) {
        try {
            tasks.execute(task);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public RuntimeFacts facts() {
        Set<Isolation> isolations = EnumSet.of(Isolation.PROCESS);
        if (host.hypervisor()) {
            isolations.add(Isolation.HYPERV);
        }
        boolean process = host.server() || !host.hypervisor();
        return new RuntimeFacts(
                "hcs",
                host.version().toString(),
                "windows",
                isolations,
                process ? Isolation.PROCESS : Isolation.HYPERV,
                host.version(),
                host.emulated(),
                "",
                List.of(),
                host.hypervisor()
                        ? List.of()
                        : List.of(
                                "WARNING: Hyper-V isn't available on this host; there is no"
                                        + " Hyper-V isolation"));
    }

    @Override
    public void listen(RuntimeListener told) {
        endings.listen(told);
    }

    @Override
    public List<FoundContainer> recover(Set<ContainerId> known) throws IOException {
        Map<String, Computes.Listed> running = service.listed();
        List<FoundContainer> found = new ArrayList<>();
        for (SystemRecord record : records.all()) {
            boolean listed = running.remove(record.id().hex()) != null;
            WindowsContainer container = rediscovery.remembered(record);
            containers.put(record.id(), container);
            if (known.contains(record.id()) && record.pid() != 0) {
                found.add(find(container, listed));
            } else {
                removeLeftOver(container, listed, !known.contains(record.id()));
            }
        }
        running.forEach(this::endStray);
        endWhatIsLeft(found);
        return found;
    }

    /** A system without its first process goes before anybody takes its files away. */
    private void endWhatIsLeft(List<FoundContainer> found) throws IOException {
        List<WindowsContainer> ending = new ArrayList<>();
        for (FoundContainer each : found) {
            WindowsContainer container = require(each.id());
            if (each.exit() != null && container.system().isPresent()) {
                execute(() -> endings.begin(container));
                ending.add(container);
            }
        }
        for (WindowsContainer container : ending) {
            awaitEnd(container);
        }
    }

    private FoundContainer find(WindowsContainer container, boolean listed) {
        try {
            return rediscovery.find(container, listed);
        } catch (IOException | HcsException e) {
            LOG.error("Container {} can't be opened again and is ended", container.id(), e);
            return rediscovery.gone(container);
        }
    }

    /**
     * What can't be ended just now is no reason to leave all others alone.
     *
     * @param unknown whether nobody will look at its files again
     */
    private void removeLeftOver(WindowsContainer container, boolean listed, boolean unknown) {
        ContainerId id = container.id();
        container.beginTelling();
        try {
            if (listed) {
                container.system(
                        computes.open(
                                means, computes.of(container.record().isolation()), id.hex()));
                endings.stop(container, !unknown);
            }
            remove(container);
        } catch (IOException | HcsException e) {
            LOG.error("What is left of container {} could not be removed", id, e);
        }
    }

    private void endStray(String id, Computes.Listed stray) {
        LOG.warn("The compute system {} is a leftover that no record knows; it is ended", id);
        try {
            OpenSystem system = computes.open(means, stray.compute(), id);
            try {
                if (!system.stop(false)) {
                    LOG.error("{} can't be ended", system);
                }
            } finally {
                system.close();
            }
        } catch (IOException | HcsException e) {
            LOG.error("The leftover compute system {} could not be ended", id, e);
        }
    }

    @Override
    public CreatedProcess create(ContainerId id, ContainerSpec spec) throws IOException {
        refuseWhatWindowsLacks(spec);
        String name = "container " + id.shortened();
        LogWriter log = LogWriter.open(spec.log(), means.timing()::now);
        WindowsContainer container =
                new WindowsContainer(
                        SystemRecord.of(id, spec), spec, new ProcessFlow(name, pipes, log));
        if (containers.putIfAbsent(id, container) != null) {
            log.close();
            throw new IOException("Container " + id + " is there already");
        }
        try {
            records.write(container.record());
            creation.create(container, spec);
            endings.watch(container, container.requireSystem(), rediscovery::lost);
            return new CreatedProcess(0);
        } catch (HcsException e) {
            undo(container, e);
            throw Failures.of("Container " + id.shortened() + " can't be started", e);
        } catch (IOException | RuntimeException e) {
            undo(container, e);
            throw e;
        }
    }

    private void undo(WindowsContainer container, Exception failure) {
        try {
            creation.takeApart(container);
            remove(container);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
            LOG.error("What is left of container {} could not be removed", container.id(), e);
        }
    }

    private void refuseWhatWindowsLacks(ContainerSpec spec) throws IOException {
        if (spec.readOnlyRoot()) {
            throw new NotOfferedException("Windows containers can't have a read-only root");
        }
        if (spec.isolation() == Isolation.HYPERV) {
            if (!host.hypervisor()) {
                throw new NotOfferedException(
                        "Hyper-V isn't available on this host; choose process isolation, or switch"
                                + " the Windows feature Hyper-V on");
            }
            if (!spec.security().devices().isEmpty()) {
                throw new NotOfferedException(
                        "Devices can't be given to containers in Hyper-V isolation; choose process"
                                + " isolation");
            }
        }
    }

    @Override
    public void start(ContainerId id) throws IOException {
        WindowsContainer container = require(id);
        ProcessSpec spec = container.processToStart();
        OpenSystem system = container.requireSystem();
        boolean input = container.record().input() != ContainerSpec.Input.NONE;
        WindowsProcess first = starts.first(system, spec, input, container.flow());
        try {
            // noted before anybody hears of it, so that an engine after this one finds it
            SystemRecord started = container.record().started(first.pid());
            records.write(started);
            container.record(started);
        } catch (IOException e) {
            first.close();
            throw e;
        }
        container.first(first);
        endings.watch(container, first);
    }

    @Override
    public void signal(ContainerId id, int signal) throws IOException {
        WindowsContainer container = require(id);
        try {
            signals.send(container, signal);
        } catch (HcsException e) {
            throw Failures.of("Signal " + signal + " to container " + id, e);
        }
    }

    @Override
    public void pause(ContainerId id) throws IOException {
        WindowsContainer container = require(id);
        refuseUnlessUtilityVm(container);
        OpenSystem system = container.requireSystem();
        Duration limit = means.limits().start();
        try {
            means.calls().run("Pausing " + system, limit, () -> system.system().pause(limit));
        } catch (HcsException e) {
            throw Failures.of("Pausing container " + id, e);
        }
        container.paused(true);
    }

    @Override
    public void resume(ContainerId id) throws IOException {
        WindowsContainer container = require(id);
        refuseUnlessUtilityVm(container);
        OpenSystem system = container.requireSystem();
        Duration limit = means.limits().start();
        try {
            means.calls().run("Resuming " + system, limit, () -> system.system().resume(limit));
        } catch (HcsException e) {
            throw Failures.of("Resuming container " + id, e);
        }
        container.paused(false);
    }

    private static void refuseUnlessUtilityVm(WindowsContainer container) throws IOException {
        if (container.isProcessIsolated()) {
            throw new NotOfferedException(
                    "Windows pauses containers in Hyper-V isolation only, and this one is in"
                            + " process isolation");
        }
    }

    @Override
    public void update(ContainerId id, ResourceLimits limits) throws IOException {
        WindowsContainer container = require(id);
        live.update(container, limits);
        if (limits.memory() > 0) {
            SystemRecord limited = container.record().limitedTo(limits.memory());
            records.write(limited);
            container.record(limited);
        }
    }

    @Override
    public ResourceUsage usage(ContainerId id) throws IOException {
        return usages.usage(require(id));
    }

    @Override
    public List<Long> processes(ContainerId id) throws IOException {
        return processTable(id).stream().map(RunningProcess::pid).toList();
    }

    @Override
    public List<RunningProcess> processTable(ContainerId id) throws IOException {
        return usages.processes(require(id));
    }

    @Override
    public ProcessStreams attach(ContainerId id) throws IOException {
        WindowsContainer container = require(id);
        if (container.isSilent()) {
            throw new IOException(
                    "The input and output of container "
                            + id
                            + " can't be reached: it was started by an engine before this one, and"
                            + " Windows gives them only once");
        }
        boolean endsInput = container.record().input() == ContainerSpec.Input.ONCE;
        return container.flow().attach(means.limits().slowReader(), endsInput);
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) throws IOException {
        try {
            require(id).requireFirst().resize(size);
        } catch (HcsException e) {
            throw Failures.of("Resizing the terminal of container " + id, e);
        }
    }

    @Override
    public ExecProcess exec(ContainerId id, ProcessSpec process) throws IOException {
        WindowsContainer container = require(id);
        OpenSystem system = container.requireSystem();
        if (container.isPaused()) {
            throw new IOException("Container " + id + " is paused; let it go on first");
        }
        ProcessFlow flow = new ProcessFlow("a process of container " + id, pipes, null);
        ProcessStreams streams = flow.attach(FOR_EVER, !process.terminal());
        WindowsProcess started = starts.another(system, process, flow);
        Kill kill =
                new Kill(
                        means, computes.of(container.record().isolation()), system, started, false);
        WindowsExec exec = new WindowsExec(means, container, started, streams, kill);
        container.execs().add(exec);
        if (container.ended().isDone()) {
            exec.containerEnded();
        }
        return exec;
    }

    @Override
    public void reopenLog(ContainerId id) throws IOException {
        require(id).flow().reopenLog();
    }

    @Override
    public void delete(ContainerId id) throws IOException {
        WindowsContainer container = containers.get(id);
        if (container != null) {
            end(container);
            remove(container);
        }
    }

    /** Kills its first process, and waits until its system has ended. */
    private void end(WindowsContainer container) throws IOException {
        WindowsProcess first = container.first().orElse(null);
        if (first == null || first.ended().isDone()) {
            endings.begin(container);
        } else if (!container.isEnding()) {
            try {
                signals.send(container, 9);
            } catch (IOException | HcsException e) {
                LOG.warn("Container {} can't be killed and is shut down", container.id(), e);
                endings.begin(container);
            }
        }
        awaitEnd(container);
    }

    private void awaitEnd(WindowsContainer container) throws IOException {
        HcsLimits limits = means.limits();
        Duration longest =
                limits.shutdown().plus(limits.terminate().multipliedBy(4)).plus(limits.request());
        try {
            if (!means.timing().await(container.ended(), longest)) {
                throw new IOException(
                        "Container " + container.id() + " hasn't ended in " + longest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The end of container " + container.id() + " wasn't waited for");
        }
    }

    /** Takes apart what was made for one that has ended, or never began. */
    private void remove(WindowsContainer container) throws IOException {
        ContainerId id = container.id();
        container.flow().finish();
        endings.closeHandles(container);
        if (container.record().credentials()) {
            removeCredentials(id);
        }
        Provisions.Mounted scratch = container.takeScratch();
        if (scratch == null && container.isScratchInherited()) {
            scratch = provisions.mount(id);
            container.scratchInherited(false);
        }
        if (scratch != null) {
            scratch.close();
        }
        records.remove(id);
        containers.remove(id, container);
    }

    private void removeCredentials(ContainerId id) throws IOException {
        try {
            credentials.remove(id);
        } catch (HcsException e) {
            throw Failures.of("The credentials of container " + id + " can't be removed", e);
        }
    }

    private WindowsContainer require(ContainerId id) throws IOException {
        WindowsContainer container = containers.get(id);
        if (container == null) {
            throw new IOException("Container " + id + " has no process");
        }
        return container;
    }

    /** Some ends are never told: all processes are asked from time to time. */
    private void lookAgain() {
        if (!closed) {
            means.timing()
                    .after(
                            means.limits().look(),
                            () -> {
                                if (!closed) {
                                    execute(this::look);
                                }
                            });
        }
    }

    private void look() {
        for (WindowsContainer container : containers.values()) {
            container.first().ifPresent(WindowsProcess::ask);
            container.execs().forEach(WindowsExec::ask);
        }
        lookAgain();
    }

    @Override
    public void close() {
        closed = true;
        endings.close();
        tasks.shutdownNow();
        try {
            if (!tasks.awaitTermination(MOST_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("What the runtime was doing goes on after {} s", MOST_TO_STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (WindowsContainer container : containers.values()) {
            container.execs().forEach(WindowsExec::letGo);
            endings.closeHandles(container);
            container.flow().finish();
        }
        means.calls().close();
        pipes.shutdown();
        means.timing().close();
    }
}
