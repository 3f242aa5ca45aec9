package dev.mullion.engine.hcs.layer;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.FunctionLookup;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.Kind;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.emulator.Client;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A process that is killed in one of its native calls. The thread that made the call never comes
 * back, as it wouldn't: nothing of it cleans up after itself.
 */
final class DyingProcess implements FunctionLookup {

    private final Client client;
    private final int deadly;
    private final Map<NativeFunction, JavaFunctions> functions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch dead = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * Begins.
     *
     * @param deadly which of its calls kills it, from 0; -1 for none
     */
    DyingProcess(Client client, int deadly) {
        this.client = client;
        this.deadly = deadly;
    }

    /** The functions it called so far. */
    List<String> calls() {
        return calls;
    }

    CountDownLatch dead() {
        return dead;
    }

    @Override
    public long address(NativeFunction function) {
        return functions.computeIfAbsent(function, this::through).address(function);
    }

    private JavaFunctions through(NativeFunction function) {
        Function target =
                Function.getFunction(new Pointer(client.address(function)), Function.C_CONVENTION);
        return new JavaFunctions()
                .with(
                        function,
                        arguments -> {
                            calls.add(function.export());
                            if (calls.size() - 1 == deadly) {
                                die();
                            }
                            return forwarded(target, function.returns(), arguments);
                        });
    }

    private static Number forwarded(Function target, Kind returns, Object[] arguments) {
        return switch (returns) {
            case VOID -> {
                target.invoke(void.class, arguments);
                yield 0;
            }
            case HRESULT, INT32 ->
                    (Number) Objects.requireNonNull(target.invoke(int.class, arguments));
            default -> (Number) Objects.requireNonNull(target.invoke(long.class, arguments));
        };
    }

    private void die() {
        client.kill();
        dead.countDown();
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // the dead aren't woken
            }
        }
    }

    @Override
    public int lastError() {
        return client.lastError();
    }
}
