package dev.mullion.hcs.binding;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The arguments of one call in native memory, with everything that has to be undone after it. */
final class CallArguments implements AutoCloseable {

    private static final int SLOT = 8;

    private final NativeFunction function;
    private final @Nullable Object[] given;
    private final @Nullable Object[] natives;
    private final List<Memory> memory = new ArrayList<>();
    private final List<OwnedHandle> used = new ArrayList<>();

    CallArguments(NativeFunction function, @Nullable Object[] given) {
        this.function = function;
        this.given = given;
        this.natives = new @Nullable Object[given.length];
        if (given.length != function.parameters().size()) {
            throw wrong(given.length, "the number of arguments");
        }
        try {
            for (int i = 0; i < given.length; i++) {
                natives[i] = marshal(i, given[i]);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Nullable Object[] natives() {
        return natives;
    }

    /** As they were given, handles as their numbers. */
    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            values.add(given[i] instanceof OwnedHandle ? natives[i] : given[i]);
        }
        return values;
    }

    private @Nullable Object marshal(int index, @Nullable Object value) {
        return switch (function.parameters().get(index)) {
            case INT32 -> require(index, value, Integer.class);
            case INT64, SIZE -> require(index, value, Long.class);
            case HANDLE -> handle(index, value);
            case CONTEXT -> value == null ? Long.valueOf(0) : require(index, value, Long.class);
            case STRING ->
                    value == null
                            ? null
                            : keep(WideString.allocate(require(index, value, String.class)));
            case MEMORY -> value == null ? null : require(index, value, Pointer.class);
            case CALLBACK -> value == null ? null : require(index, value, Callback.class);
            case GUID -> keep(WindowsGuid.allocate(require(index, value, UUID.class)));
            case STRING_OUT -> value == null ? null : slot(SLOT);
            case HANDLE_OUT -> {
                Memory slot = slot(SLOT);
                require(index, value, Out.Handle.class).write(slot);
                yield slot;
            }
            case SIZE_OUT -> {
                Memory slot = slot(SLOT);
                require(index, value, Out.Size.class).write(slot);
                yield slot;
            }
            case INT32_OUT -> {
                if (value == null) {
                    yield null;
                }
                Memory slot = slot(SLOT);
                require(index, value, Out.Int32.class).write(slot);
                yield slot;
            }
            case GUID_OUT -> slot(WindowsGuid.SIZE);
            case VOID, HRESULT -> throw wrong(index, "a kind only for results");
        };
    }

    private Long handle(int index, @Nullable Object value) {
        if (value == null) {
            return 0L;
        }
        if (value instanceof OwnedHandle owned) {
            long raw = owned.acquire();
            used.add(owned);
            return raw;
        }
        return require(index, value, Long.class);
    }

    /** Reads what came back. Each string is freed once, also where reading another one failed. */
    void takeOutputs(LongConsumer free) {
        RuntimeException failure = null;
        for (int i = 0; i < given.length; i++) {
            if (natives[i] instanceof Memory slot && given[i] instanceof Out out) {
                try {
                    take(out, slot, free);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void take(Out out, Memory slot, LongConsumer free) {
        switch (out) {
            case Out.Text text -> {
                long address = slot.getLong(0);
                if (address != 0) {
                    try {
                        text.take(WideString.read(address));
                    } finally {
                        free.accept(address);
                    }
                }
            }
            case Out.Handle handle -> handle.read(slot);
            case Out.Size size -> size.read(slot);
            case Out.Int32 number -> number.read(slot);
            case Out.Guid guid -> guid.read(slot);
        }
    }

    private Memory slot(int bytes) {
        Memory slot = keep(new Memory(bytes));
        slot.clear();
        return slot;
    }

    private Memory keep(Memory block) {
        memory.add(block);
        return block;
    }

    private <T> T require(int index, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw wrong(index, value == null ? "null" : value.getClass().getSimpleName());
        }
        return type.cast(value);
    }

    private IllegalArgumentException wrong(int index, String what) {
        return new IllegalArgumentException(
                function.export() + " doesn't take " + what + " (argument " + index + ")");
    }

    @Override
    public void close() {
        memory.forEach(Memory::close);
        used.forEach(OwnedHandle::release);
    }
}
