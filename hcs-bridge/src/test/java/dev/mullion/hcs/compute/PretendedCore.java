package dev.mullion.hcs.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.GivenOut;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A computecore.dll of Java functions that answers what a test tells it to. It knows handles and
 * operations but no rules of systems: those are an emulator's.
 */
final class PretendedCore {

    final GivenOut out = new GivenOut();
    final JavaFunctions functions = new JavaFunctions();

    /** What was called, with the strings that came along. */
    final List<String> heard = new ArrayList<>();

    /** What a function answers at once, 0 unless it is named here. */
    final Map<ComputeCoreFunction, Integer> answers = new HashMap<>();

    /** What the next waits give, 0 when it is empty. */
    final List<Integer> results = new ArrayList<>();

    @Nullable String document;
    boolean handleGiven = true;
    long[] pipes = {0, 0, -1};

    private final Map<Long, long[]> listeners = new HashMap<>();

    PretendedCore() {
        out.addTo(functions);
        functions.with(HCS_CREATE_OPERATION, arguments -> out.handle());
        functions.with(HCS_CLOSE_OPERATION, arguments -> out.close(arguments[0]));
        functions.with(HCS_CLOSE_COMPUTE_SYSTEM, arguments -> close(arguments[0]));
        functions.with(HCS_CLOSE_PROCESS, arguments -> close(arguments[0]));
        functions.with(
                WindowsFunction.CLOSE_HANDLE, arguments -> out.close(arguments[0]) == 0 ? 1 : 0);
        request(HCS_ENUMERATE_COMPUTE_SYSTEMS, 0, -1);
        request(HCS_CREATE_COMPUTE_SYSTEM, 1, 4);
        request(HCS_OPEN_COMPUTE_SYSTEM, 0, 2);
        request(HCS_START_COMPUTE_SYSTEM, 2, -1);
        request(HCS_SHUT_DOWN_COMPUTE_SYSTEM, 2, -1);
        request(HCS_TERMINATE_COMPUTE_SYSTEM, 2, -1);
        request(HCS_PAUSE_COMPUTE_SYSTEM, 2, -1);
        request(HCS_RESUME_COMPUTE_SYSTEM, 2, -1);
        request(HCS_GET_COMPUTE_SYSTEM_PROPERTIES, 2, -1);
        request(HCS_MODIFY_COMPUTE_SYSTEM, 2, -1);
        request(HCS_CREATE_PROCESS, 1, 4);
        request(HCS_OPEN_PROCESS, -1, 3);
        request(HCS_TERMINATE_PROCESS, 2, -1);
        request(HCS_SIGNAL_PROCESS, 2, -1);
        request(HCS_GET_PROCESS_INFO, -1, -1);
        request(HCS_GET_PROCESS_PROPERTIES, 2, -1);
        request(HCS_MODIFY_PROCESS, 2, -1);
        functions.with(
                HCS_GET_OPERATION_RESULT,
                arguments -> {
                    out.string(arguments[1], document);
                    return 0;
                });
        functions.with(HCS_WAIT_FOR_OPERATION_RESULT, arguments -> result(arguments[2]));
        functions.with(
                HCS_WAIT_FOR_OPERATION_RESULT_AND_PROCESS_INFO,
                arguments -> {
                    int result = result(arguments[3]);
                    if (result == 0) {
                        Pointer information = new Pointer((Long) arguments[2]);
                        information.setInt(0, 1180);
                        for (int i = 0; i < pipes.length; i++) {
                            information.setLong(8 + 8L * i, pipes[i]);
                        }
                    }
                    return result;
                });
        functions.with(HCS_SET_COMPUTE_SYSTEM_CALLBACK, this::register);
        functions.with(HCS_SET_PROCESS_CALLBACK, this::register);
        service(HCS_GET_SERVICE_PROPERTIES);
        service(HCS_MODIFY_SERVICE_SETTINGS);
    }

    private void request(ComputeCoreFunction function, int text, int handle) {
        functions.with(
                function,
                arguments -> {
                    heard.add(
                            function.export()
                                    + (text < 0
                                            ? ""
                                            : " " + WideString.read((Long) arguments[text])));
                    int answer = answers.getOrDefault(function, 0);
                    if (answer == 0 && handle >= 0 && handleGiven) {
                        out.handle(arguments[handle]);
                    }
                    return answer;
                });
    }

    private void service(ComputeCoreFunction function) {
        functions.with(
                function,
                arguments -> {
                    heard.add(function.export() + " " + WideString.read((Long) arguments[0]));
                    out.string(arguments[1], document);
                    return answers.getOrDefault(function, 0);
                });
    }

    private int result(Object slot) {
        out.string(slot, document);
        return results.isEmpty() ? 0 : results.removeFirst();
    }

    private int register(Object[] arguments) {
        if (listeners.putIfAbsent(
                        (Long) arguments[0], new long[] {(Long) arguments[2], (Long) arguments[3]})
                != null) {
            return 0x80370119;
        }
        return 0;
    }

    private int close(Object handle) {
        listeners.remove((Long) handle);
        return out.close(handle);
    }

    List<Long> registered() {
        return List.copyOf(listeners.keySet());
    }

    /** Tells something as the service does: on a thread of its own. */
    void tell(long handle, int type, String data) {
        long[] listener = Objects.requireNonNull(listeners.get(handle));
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try (Memory event = new Memory(24);
                                    Memory text = WideString.allocate(data)) {
                                event.clear();
                                event.setInt(0, type);
                                event.setLong(8, Pointer.nativeValue(text));
                                Function.getFunction(new Pointer(listener[1]))
                                        .invoke(void.class, new Object[] {event, listener[0]});
                            }
                        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
