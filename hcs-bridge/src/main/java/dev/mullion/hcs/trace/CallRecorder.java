package dev.mullion.hcs.trace;

import com.sun.jna.Memory;
import dev.mullion.hcs.NotAvailableException;
import dev.mullion.hcs.binding.CallObserver;
import dev.mullion.hcs.binding.Callbacks;
import dev.mullion.hcs.binding.Kind;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes every native call to a file, one JSON object a line: what was called with what, what came
 * back, on which thread, when and for how long; and whatever Windows calls back. A call is written
 * when it has returned. Calls never fail because of it: when the file can't be written any more or
 * has reached its size, the recording ends and says so in the log.
 *
 * <p>What containers read and write isn't recorded, only how much; environment values, credential
 * specs and their keys are replaced by their lengths. (Memory is recorded whole, so whoever calls
 * clears it first: what was in it before may be anything.) Command lines, host names, paths and
 * addresses are recorded: look through a file before it is handed on.
 *
 * <pre>
 * {"call":"HcsOpenProcess","dll":"computecore.dll","thread":"main","start":"2026-11-24T02:33:54.120Z",
 *  "micros":310,"arguments":[140733193388040,4,268435456,0],"out":{"3":140733193388048},"result":0}
 * {"notice":65536,"context":3,"status":0,"data":"{…}","thread":"hcs-event","start":"…"}
 * {"missing":"HcsGrantVmGroupAccess","dll":"computecore.dll","why":"…"}
 * </pre>
 *
 * <p>Arguments are texts, numbers (handles too) and null as they were given; memory of a known size
 * is {@code {"bytes":…,"before":"hex","after":"hex"}}, without the zeros at its end, and {@code
 * after} only if it changed; an out-parameter that is wanted is the number that went in, mostly 0;
 * a callback is {@code true}. {@code out} has what came back by the argument's number. {@code
 * error} is what {@code GetLastError} said.
 */
public final class CallRecorder implements CallObserver, AutoCloseable {

    private static final Logger LOG = System.getLogger(CallRecorder.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_MEMORY = 64 << 10;

    /** What goes through these is the contents of containers. */
    private static final Set<NativeFunction> CONTENTS =
            Set.of(
                    WindowsFunction.READ_FILE,
                    WindowsFunction.WRITE_FILE,
                    WindowsFunction.BACKUP_READ,
                    WindowsFunction.BACKUP_WRITE);

    private final Path file;
    private final long mostBytes;
    private final Clock clock;
    private final BufferedWriter writer;
    private long written;
    private boolean ended;

    /**
     * Begins a recording.
     *
     * @param file where to; one that is there is replaced
     * @param mostBytes how large it may become
     * @param clock tells the time
     * @return the recorder; whoever asked closes it
     * @throws IOException if the file can't be made
     */
    public static CallRecorder to(Path file, long mostBytes, Clock clock) throws IOException {
        return new CallRecorder(file, mostBytes, clock);
    }

    private CallRecorder(Path file, long mostBytes, Clock clock) throws IOException {
        this.file = file;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    @Override
    public UnderWay begins(NativeFunction function, List<? extends @Nullable Object> arguments) {
        try {
            return begun(function, arguments);
        } catch (RuntimeException e) {
            failed(function, e);
            return (result, lastError) -> {};
        }
    }

    private UnderWay begun(NativeFunction function, List<? extends @Nullable Object> arguments) {
        List<@Nullable Object> before = new ArrayList<>();
        for (Object argument : arguments) {
            before.add(given(function, argument));
        }
        Instant start = clock.instant();
        long startNanos = System.nanoTime();
        return (result, lastError) -> {
            try {
                var time = new Time(start, (System.nanoTime() - startNanos) / 1000);
                ended(function, arguments, before, time, result, lastError);
            } catch (RuntimeException e) {
                failed(function, e);
            }
        };
    }

    private static void failed(NativeFunction function, RuntimeException why) {
        LOG.log(Level.WARNING, "A call of " + function.export() + " couldn't be recorded", why);
    }

    private record Time(Instant start, long micros) {}

    private void ended(
            NativeFunction function,
            List<? extends @Nullable Object> arguments,
            List<@Nullable Object> before,
            Time time,
            long result,
            int lastError) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Object argument = arguments.get(i);
            if (argument instanceof Out wanted) {
                Object value = value(wanted);
                if (value != null) {
                    out.put(Integer.toString(i), value);
                }
            } else if (argument instanceof Memory memory
                    && before.get(i) instanceof Map<?, ?> described
                    && described.containsKey("before")) {
                before.set(i, changed(described, hex(memory)));
            }
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("call", function.export());
        line.put("dll", function.dll().file());
        line.put("thread", Thread.currentThread().getName());
        line.put("start", time.start().toString());
        line.put("micros", time.micros());
        line.put("arguments", before);
        if (!out.isEmpty()) {
            line.put("out", out);
        }
        if (function.returns() != Kind.VOID) {
            line.put("result", result);
        }
        if (lastError != 0) {
            line.put("error", lastError);
        }
        write(line);
    }

    private static @Nullable Object given(NativeFunction function, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> Secrets.hide(text);
            case Number number -> number;
            case UUID guid -> guid.toString();
            case Out.Handle handle -> handle.value();
            case Out.Size size -> size.value();
            case Out.Int32 number -> number.value();
            case Out wanted -> 0;
            case Memory memory when CONTENTS.contains(function) || memory.size() > LARGEST_MEMORY ->
                    Map.of("bytes", memory.size());
            case Memory memory -> Map.of("bytes", memory.size(), "before", hex(memory));
            default -> true;
        };
    }

    private static Map<String, Object> changed(Map<?, ?> described, String after) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("bytes", Objects.requireNonNull(described.get("bytes")));
        both.put("before", Objects.requireNonNull(described.get("before")));
        if (!after.equals(described.get("before"))) {
            both.put("after", after);
        }
        return both;
    }

    private static @Nullable Object value(Out out) {
        return switch (out) {
            case Out.Text text -> Secrets.hide(text.value());
            case Out.Handle handle -> handle.value();
            case Out.Int32 number -> number.value();
            case Out.Size size -> size.value();
            case Out.Guid guid -> guid.value().toString();
        };
    }

    /** Without the zeros at its end, which most of a large buffer is. */
    private static String hex(Memory memory) {
        byte[] bytes = memory.getByteArray(0, (int) memory.size());
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return HexFormat.of().formatHex(bytes, 0, end);
    }

    @Override
    public void missing(NativeFunction function, NotAvailableException why) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("missing", function.export());
        line.put("dll", function.dll().file());
        line.put("why", String.valueOf(why.getMessage()));
        write(line);
    }

    @Override
    public void notice(long context, Callbacks.Notice notice) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("notice", notice.type());
        line.put("context", context);
        line.put("status", notice.status());
        line.put("data", Secrets.hide(notice.data()));
        line.put("thread", Thread.currentThread().getName());
        line.put("start", clock.instant().toString());
        write(line);
    }

    private synchronized void write(Map<String, ? extends @Nullable Object> line) {
        if (ended) {
            return;
        }
        try {
            String text = JSON.writeValueAsString(line) + "\n";
            written += text.getBytes(StandardCharsets.UTF_8).length;
            if (written > mostBytes) {
                end("it has reached " + mostBytes + " bytes", null);
                return;
            }
            writer.write(text);
            // what a crash may follow has to be there
            writer.flush();
        } catch (IOException | JacksonException e) {
            end(e.toString(), e);
        }
    }

    private void end(String why, @Nullable Exception cause) {
        ended = true;
        LOG.log(Level.WARNING, "No more calls are recorded in " + file + ": " + why, cause);
    }

    /** Ends the recording. */
    @Override
    public synchronized void close() {
        ended = true;
        try {
            writer.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The end of the recording " + file + " may be missing", e);
        }
    }
}
