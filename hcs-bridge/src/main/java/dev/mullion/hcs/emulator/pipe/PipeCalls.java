package dev.mullion.hcs.emulator.pipe;

import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.WindowsFunction;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Faults;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of kernel32.dll by which a process of the host reads and writes pipes. */
public final class PipeCalls implements Part {

    private static final int TRUE = 1;
    private static final int FALSE = 0;
    private static final int ACCESS_DENIED = 5;
    private static final int INVALID_PARAMETER = 87;
    private static final int IO_INCOMPLETE = 996;
    private static final int IO_PENDING = 997;
    private static final int NOT_FOUND = 1168;
    private static final int OVERLAPPED_EVENT = 24;

    private final Faults faults;

    /**
     * Adds the functions of one machine.
     *
     * @param faults of that machine
     */
    public PipeCalls(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void addTo(Functions functions) {
        functions.with(WindowsFunction.CREATE_EVENT_W, PipeCalls::createEvent);
        functions.shared(WindowsFunction.READ_FILE, arguments -> begin(arguments, true));
        functions.shared(WindowsFunction.WRITE_FILE, arguments -> begin(arguments, false));
        functions.with(WindowsFunction.GET_OVERLAPPED_RESULT, PipeCalls::result);
        functions.with(WindowsFunction.CANCEL_IO_EX, PipeCalls::cancel);
    }

    private static Number createEvent(Arguments arguments) {
        var event = new EventObject();
        event.set(arguments.number(2) != FALSE);
        return arguments.client().handles().open(HandleKind.EVENT, event, () -> {});
    }

    private Number begin(Arguments arguments, boolean reads) {
        HostEnd end = arguments.handle(0, HostEnd.class);
        if (end.reads() != reads) {
            throw Refusal.win32(ACCESS_DENIED, "A pipe goes in one direction");
        }
        if (!arguments.given(4)) {
            throw Refusal.win32(INVALID_PARAMETER, "This pipe takes overlapped transfers only");
        }
        Pointer structure = arguments.pointer(4);
        var transfer =
                new Transfer(
                        reads,
                        arguments.pointer(1),
                        arguments.number(2),
                        structure,
                        event(arguments, structure));
        end.begin(transfer);
        Integer code = transfer.over().getNow(null);
        if (code == null || faults.strikes(Fault.PIPE_PENDING_FIRST)) {
            return fail(arguments, IO_PENDING);
        }
        if (code != Transfer.SUCCESS) {
            end.forget(transfer);
            return fail(arguments, code);
        }
        arguments.giveNumber(3, transfer.moved());
        return TRUE;
    }

    private static @Nullable EventObject event(Arguments arguments, Pointer structure) {
        long handle = structure.getLong(OVERLAPPED_EVENT);
        return handle == 0 ? null : arguments.client().handles().require(handle, EventObject.class);
    }

    private static Number result(Arguments arguments) {
        HostEnd end = arguments.handle(0, HostEnd.class);
        Transfer transfer =
                end.transfer(arguments.wide(1))
                        .orElseThrow(() ->
                                Refusal.win32(INVALID_PARAMETER, "There is no such transfer"));
        boolean wait = arguments.number(3) != FALSE;
        Optional<Integer> code =
                wait
                        ? arguments.client().await(transfer.over(), null)
                        : Optional.ofNullable(transfer.over().getNow(null));
        if (code.isEmpty()) {
            return fail(arguments, IO_INCOMPLETE);
        }
        end.forget(transfer);
        arguments.giveNumber(2, transfer.moved());
        return code.get() == Transfer.SUCCESS ? TRUE : fail(arguments, code.get());
    }

    private static Number cancel(Arguments arguments) {
        HostEnd end = arguments.handle(0, HostEnd.class);
        return end.cancel(arguments.wide(1)) ? TRUE : fail(arguments, NOT_FOUND);
    }

    private static Number fail(Arguments arguments, int code) {
        arguments.client().setLastError(code);
        return FALSE;
    }
}
