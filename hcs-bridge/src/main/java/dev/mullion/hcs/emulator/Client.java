package dev.mullion.hcs.emulator;

import dev.mullion.hcs.binding.FunctionLookup;
import dev.mullion.hcs.binding.NativeFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One process that calls the emulated machine: an engine, with handles and a last error of its own.
 * It ends once, by itself ({@link #close}) or killed ({@link #kill}).
 */
public final class Client implements FunctionLookup, AutoCloseable {

    private final EmulatedHost host;
    private final Handles handles;
    private final GivenStrings strings;
    private final Functions functions;
    private final AtomicBoolean dead = new AtomicBoolean();

    /** Wakes the calls that wait: after nothing of the machine touches their memory any more. */
    private final CompletableFuture<Optional<Object>> ended = new CompletableFuture<>();

    Client(EmulatedHost host, Handles handles) {
        this.host = host;
        this.handles = handles;
        this.strings = new GivenStrings(host.ledger());
        this.functions = new Functions(this, host.faults(), host.ledger());
    }

    Functions functions() {
        return functions;
    }

    @Override
    public long address(NativeFunction function) {
        return functions.natives().address(function);
    }

    @Override
    public int lastError() {
        return functions.natives().lastError();
    }

    /**
     * What {@code SetLastError} is to a function of Windows: for the emulator's bodies.
     *
     * @param code a Win32 code
     */
    public void setLastError(int code) {
        functions.natives().setLastError(code);
    }

    /**
     * Returns the handles it has.
     *
     * @return the table
     */
    public Handles handles() {
        return handles;
    }

    GivenStrings strings() {
        return strings;
    }

    /**
     * Ends the process as {@code kill -9} or a crash does: Windows closes its handles, none of its
     * callbacks is called again, calls that wait come back, and every later one fails. The machine
     * goes on.
     */
    public void kill() {
        end(true);
    }

    /**
     * Ends the process in order. What it hasn't given back before stays in the ledger, as the leak
     * it is.
     */
    @Override
    public void close() {
        end(false);
    }

    private void end(boolean forgiven) {
        if (dead.compareAndSet(false, true)) {
            strings.end(forgiven);
            handles.end(forgiven);
            host.forget(this);
            ended.complete(Optional.empty());
        }
    }

    /**
     * Says whether it has ended.
     *
     * @return true after {@link #kill} or {@link #close}
     */
    public boolean dead() {
        return dead.get();
    }

    void refuseTheDead() {
        if (dead()) {
            throw Refusal.ofTheDead();
        }
    }

    /**
     * Waits for something on behalf of this process.
     *
     * @param what will happen
     * @param limit of the machine's clock; null for none
     * @param <T> what it gives
     * @return nothing if the limit passed before
     * @throws Refusal if the process was killed meanwhile
     */
    public <T> Optional<T> await(CompletableFuture<T> what, @Nullable Duration limit) {
        if (what.isDone() || (limit != null && !limit.isPositive())) {
            return Optional.ofNullable(what.getNow(null));
        }
        var over = new CompletableFuture<Optional<T>>();
        EmulatorClock.ScheduledTask timer =
                limit == null
                        ? () -> {}
                        : host.clock().after(limit, () -> over.complete(Optional.empty()));
        try {
            CompletableFuture.anyOf(what, over, ended).join();
        } finally {
            timer.cancel();
        }
        refuseTheDead();
        return Optional.ofNullable(what.getNow(null));
    }

    /**
     * Lets time pass for a thread of this process.
     *
     * @param time of the machine's clock
     * @throws Refusal if the process was killed meanwhile
     */
    public void sleep(Duration time) {
        await(new CompletableFuture<Boolean>(), time);
    }
}
