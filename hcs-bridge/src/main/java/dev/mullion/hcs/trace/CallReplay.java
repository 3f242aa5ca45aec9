package dev.mullion.hcs.trace;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.mullion.hcs.NotAvailableException;
import dev.mullion.hcs.binding.ComputeCoreFunction;
import dev.mullion.hcs.binding.FunctionLookup;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.Kind;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import dev.mullion.hcs.binding.WindowsGuid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers native calls from what a {@link CallRecorder} wrote, through real function pointers. A
 * call gets the answer of the earliest recorded one of the same function with the same arguments
 * that hasn't been given yet, at once; texts are compared as they were recorded, without their
 * secrets, and memory isn't compared. What was called back is called back when all calls that had
 * returned before it were made.
 *
 * <p>A call that isn't in the recording fails (E_UNEXPECTED, or the Win32 code 1359), and {@link
 * #deviations} says what it was and what was recorded instead. What containers read isn't in a
 * recording: the replay fills it with {@code x}.
 */
public final class CallReplay implements FunctionLookup, AutoCloseable {

    private static final int UNEXPECTED = 0x8000FFFF;
    private static final int INTERNAL_ERROR = 1359;
    private static final Set<NativeFunction> READS =
            Set.of(WindowsFunction.READ_FILE, WindowsFunction.BACKUP_READ);
    private static final int READ_BUFFER = 1;

    private final RecordedLines recorded;
    private final JavaFunctions functions = new JavaFunctions();
    private final Set<NativeFunction> made = ConcurrentHashMap.newKeySet();
    private final Set<Long> strings = ConcurrentHashMap.newKeySet();
    private final ExecutorService service =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("replayed-service").factory());

    /** The rest is guarded by this. */
    private final List<RecordedLines.Call> open;

    private final List<RecordedLines.Notice> pending;
    private final Map<Long, Listener> listeners = new HashMap<>();
    private final List<String> deviations = new ArrayList<>();
    private int answered;

    /** Whom a recorded context stands for now. */
    private record Listener(long callback, long context, boolean event) {}

    /**
     * Reads a recording.
     *
     * @param file as the recorder wrote it; a last line that was cut off is left out
     * @throws IOException if it can't be read, or isn't a recording
     */
    public CallReplay(Path file) throws IOException {
        this.recorded = RecordedLines.read(file);
        this.open = new ArrayList<>(recorded.calls());
        this.pending = new ArrayList<>(recorded.notices());
    }

    @Override
    public long address(NativeFunction function) {
        if (recorded.missing().contains(name(function))) {
            throw NotAvailableException.export(function.dll().file(), function.export(), null);
        }
        synchronized (made) {
            if (made.add(function)) {
                functions.with(
                        function,
                        function == WindowsFunction.CO_TASK_MEM_FREE
                                ? this::free
                                : arguments -> answer(function, arguments));
            }
        }
        return functions.address(function);
    }

    @Override
    public int lastError() {
        return functions.lastError();
    }

    /**
     * Returns what the caller did that isn't in the recording.
     *
     * @return a sentence each, in order; none if it did all the same
     */
    public synchronized List<String> deviations() {
        return List.copyOf(deviations);
    }

    /**
     * Returns what is recorded and wasn't called.
     *
     * @return the calls, by line and function
     */
    public synchronized List<String> left() {
        return open.stream().map(call -> "line " + call.line() + ": " + call.name()).toList();
    }

    private Number free(Object[] arguments) {
        long address = (Long) arguments[0];
        if (strings.remove(address)) {
            Native.free(address);
        }
        return 0;
    }

    private synchronized Number answer(NativeFunction function, Object[] arguments) {
        Optional<RecordedLines.Call> found =
                open.stream()
                        .filter(call -> call.name().equals(name(function)))
                        .filter(call -> difference(function, call, arguments) < 0)
                        .findFirst();
        if (found.isEmpty()) {
            deviations.add(deviation(function, arguments));
            functions.setLastError(INTERNAL_ERROR);
            return function.returns() == Kind.HRESULT ? UNEXPECTED : 0;
        }
        RecordedLines.Call call = found.get();
        open.remove(call);
        listen(function, call, arguments);
        fill(function, call.json(), arguments);
        answered++;
        notifyListeners();
        functions.setLastError(call.json().path("error").asInt(0));
        return call.json().path("result").asLong(0);
    }

    /** The first argument that differs; less than 0 if none does. */
    private static int difference(
            NativeFunction function, RecordedLines.Call call, Object[] arguments) {
        JsonNode before = call.json().path("arguments");
        for (int i = 0; i < arguments.length; i++) {
            if (!same(function.parameters().get(i), before.path(i), arguments[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(Kind kind, JsonNode was, Object is) {
        return switch (kind) {
            case INT32, INT64, SIZE, HANDLE -> was.asLong(0) == ((Number) is).longValue();
            case STRING ->
                    Objects.equals(
                            was.isNull() ? null : was.asString(),
                            Secrets.hide(WideString.read((Long) is)));
            case GUID ->
                    was.asString().equals(WindowsGuid.read(new Pointer((Long) is), 0).toString());
            // a structure has addresses in it, and contexts are numbered as they come
            case CONTEXT -> true;
            default -> was.isNull() == (((Number) is).longValue() == 0);
        };
    }

    private void listen(NativeFunction function, RecordedLines.Call call, Object[] arguments) {
        int callback = function.parameters().indexOf(Kind.CALLBACK);
        int context = function.parameters().indexOf(Kind.CONTEXT);
        if (callback >= 0 && context >= 0 && (Long) arguments[callback] != 0) {
            listeners.put(
                    call.json().path("arguments").path(context).asLong(0),
                    new Listener(
                            (Long) arguments[callback],
                            (Long) arguments[context],
                            function instanceof ComputeCoreFunction));
        }
    }

    private void fill(NativeFunction function, JsonNode call, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Long address && address != 0) {
                fill(
                        function.parameters().get(i),
                        call.path("arguments").path(i),
                        call.path("out").path(Integer.toString(i)),
                        new Pointer(address));
            }
        }
        if (READS.contains(function)) {
            long bytes = call.path("arguments").path(READ_BUFFER).path("bytes").asLong(0);
            new Pointer((Long) arguments[READ_BUFFER]).setMemory(0, bytes, (byte) 'x');
        }
    }

    private void fill(Kind kind, JsonNode before, JsonNode out, Pointer at) {
        switch (kind) {
            case STRING_OUT -> at.setLong(0, out.isString() ? give(out.asString()) : 0);
            case HANDLE_OUT, SIZE_OUT -> at.setLong(0, out.asLong(0));
            case INT32_OUT -> at.setInt(0, (int) out.asLong(0));
            case GUID_OUT -> WindowsGuid.write(at, 0, UUID.fromString(out.asString()));
            case MEMORY -> {
                if (before.has("after")) {
                    at.clear(before.path("bytes").asLong(0));
                    byte[] after = HexFormat.of().parseHex(before.path("after").asString());
                    at.write(0, after, 0, after.length);
                }
            }
            default -> {
                // goes in only
            }
        }
    }

    private long give(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
        long address = Native.malloc(bytes.length);
        new Pointer(address).write(0, bytes, 0, bytes.length);
        strings.add(address);
        return address;
    }

    /** One can be recorded before the call that registered for it, which hadn't returned yet. */
    private void notifyListeners() {
        for (RecordedLines.Notice notice : List.copyOf(pending)) {
            Listener listener = listeners.get(notice.json().path("context").asLong(0));
            if (notice.after() <= answered && listener != null) {
                pending.remove(notice);
                service.execute(() -> fire(listener, notice.json()));
            }
        }
    }

    private static void fire(Listener listener, JsonNode notice) {
        Function callback = Function.getFunction(new Pointer(listener.callback()));
        int type = notice.path("notice").asInt(0);
        String data = notice.path("data").isString() ? notice.path("data").asString() : null;
        try (Memory text = WideString.allocate(data == null ? "" : data)) {
            Pointer given = data == null ? null : text;
            if (listener.event()) {
                fireEvent(callback, listener, type, given);
            } else {
                callback.invoke(
                        void.class,
                        new @Nullable Object[] {
                            type, listener.context(), notice.path("status").asInt(0), given
                        });
            }
        }
    }

    private static void fireEvent(
            Function callback, Listener listener, int type, @Nullable Pointer data) {
        try (Memory event = new Memory(24)) {
            event.clear();
            event.setInt(0, type);
            event.setPointer(8, data);
            callback.invoke(void.class, new Object[] {event, listener.context()});
        }
    }

    private String deviation(NativeFunction function, Object[] arguments) {
        String what = name(function) + " was called";
        Optional<RecordedLines.Call> next =
                open.stream().filter(call -> call.name().equals(name(function))).findFirst();
        if (next.isEmpty()) {
            return what
                    + " and isn't in the rest of the recording, which goes on with "
                    + (open.isEmpty() ? "nothing" : left().getFirst());
        }
        int argument = difference(function, next.get(), arguments);
        return what
                + " with "
                + shown(function.parameters().get(argument), arguments[argument])
                + " as argument "
                + argument
                + "; line "
                + next.get().line()
                + " has "
                + next.get().json().path("arguments").path(argument);
    }

    private static String shown(Kind kind, Object value) {
        return switch (kind) {
            case STRING -> String.valueOf(Secrets.hide(WideString.read((Long) value)));
            case GUID -> WindowsGuid.read(new Pointer((Long) value), 0).toString();
            default -> value.toString();
        };
    }

    private static String name(NativeFunction function) {
        return function.dll().file() + "!" + function.export();
    }

    /** Ends the thread that calls back. */
    @Override
    public void close() {
        service.shutdown();
    }
}
