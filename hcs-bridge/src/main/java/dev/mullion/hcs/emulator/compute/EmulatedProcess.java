package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.program.Ended;
import dev.mullion.hcs.emulator.program.Execution;
import dev.mullion.hcs.emulator.program.Life;
import dev.mullion.hcs.emulator.program.Program;
import dev.mullion.hcs.emulator.program.Session;
import dev.mullion.hcs.emulator.program.Signal;
import dev.mullion.hcs.emulator.program.Surroundings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process in a system. */
final class EmulatedProcess {

    private static final Logger LOG = System.getLogger(EmulatedProcess.class.getName());
    private static final int CRASHED = 0xC0000005;

    private final EmulatedHost host;
    private final EmulatedSystem system;
    private final int id;
    private final ProcessRequest request;
    private final Instant began;
    private final Life life;
    private final Stdio stdio;
    private final List<OpenProcess> handles = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();

    EmulatedProcess(EmulatedHost host, EmulatedSystem system, int id, ProcessRequest request) {
        this.host = host;
        this.system = system;
        this.id = id;
        this.request = request;
        this.began = host.clock().now();
        this.life = new Life(host.clock());
        this.stdio = new Stdio(request, life, host.faults());
    }

    int id() {
        return id;
    }

    String imageName() {
        return programName(request.commandLine());
    }

    private static String programName(String commandLine) {
        String first = commandLine.strip().split("[ \t]", 2)[0].replace("\"", "");
        String name = first.substring(first.lastIndexOf('\\') + 1);
        return name.contains(".") ? name : name + ".exe";
    }

    Instant began() {
        return began;
    }

    Stdio stdio() {
        return stdio;
    }

    EmulatedSystem system() {
        return system;
    }

    /** Its exit code, once it has ended. */
    CompletableFuture<Integer> exited() {
        return exited;
    }

    void begin(Program program, Surroundings surroundings) {
        stdio.begin(this::signal);
        var session =
                new Session(
                        surroundings,
                        request.user().isEmpty() ? "ContainerAdministrator" : request.user(),
                        request.folder(),
                        request.environment());
        var execution =
                new Execution(surroundings, session, stdio.streams(), life, request.commandLine());
        program.prepare(life);
        Thread.ofVirtual().name("emulated-process-" + id).start(() -> run(program, execution));
    }

    private void run(Program program, Execution execution) {
        int code;
        try {
            code = program.run(execution);
        } catch (Ended e) {
            return; // whoever ended it says with which code
        } catch (RuntimeException | Error e) {
            if (!exited.isDone()) {
                LOG.log(Level.ERROR, "The emulated " + request.commandLine() + " failed", e);
            }
            code = CRASHED;
        }
        exit(code);
    }

    /** Ends it, once: what its program still does is without effect. */
    void exit(int code) {
        synchronized (this) {
            if (exited.isDone()) {
                return;
            }
            life.end();
            boolean held = life.holdsPipes() || host.faults().strikes(Fault.PIPE_STUCK_AFTER_EXIT);
            stdio.end(held);
            exited.complete(code);
            // within, so that whoever ends the system knows that this is being told
            tellOfExit();
        }
        system.processes().ended(this);
    }

    private void tellOfExit() {
        if (host.faults().strikes(Fault.EXIT_EVENT_DROP)) {
            return;
        }
        Duration late = host.faults().delay(Fault.EXIT_EVENT_LATE);
        for (OpenProcess handle : handles) {
            var told = new CompletableFuture<Boolean>();
            system.exitBeingTold(handle.client(), told);
            Runnable tell =
                    () ->
                            Then.run(
                                    handle.listeners().telling(exitEvent()),
                                    () -> told.complete(true));
            if (late.isPositive()) {
                host.clock().after(late, tell);
            } else {
                tell.run();
            }
        }
    }

    Event exitEvent() {
        return new Event(Event.Type.PROCESS_EXITED, Codes.OK, status());
    }

    /** {@code ProcessStatus}. */
    String status() {
        boolean over = exited.isDone();
        return Json.write(
                Json.object()
                        .put("ProcessId", id)
                        .put("Exited", over)
                        .put("ExitCode", over ? Integer.toUnsignedLong(exited.join()) : 0)
                        .put("LastWaitResult", 0));
    }

    void requireRunning() {
        if (exited.isDone()) {
            throw Refusal.of(Codes.PROCESS_ALREADY_STOPPED, "Process " + id + " has ended.");
        }
    }

    /** Sends a signal: the program takes it, or the process ends. */
    void signal(Signal signal) {
        if (!life.raise(signal)) {
            exit(Codes.CONTROL_C_EXIT);
        }
    }

    void pause() {
        life.pause();
    }

    void resume() {
        life.resume();
    }

    /** The container shuts down. */
    void containerEnds() {
        if (!life.raise(Signal.CTRL_SHUTDOWN)) {
            exit(Codes.PROCESS_ABORTED);
        }
    }

    void add(OpenProcess handle) {
        handles.add(handle);
    }

    void forget(OpenProcess handle) {
        handles.remove(handle);
    }

    /** The service died: nobody holds it any more. */
    void disconnect() {
        handles.clear();
    }
}
