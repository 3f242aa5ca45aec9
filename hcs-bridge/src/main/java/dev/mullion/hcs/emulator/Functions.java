package dev.mullion.hcs.emulator;

import dev.mullion.hcs.binding.Dll;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.Kind;
import dev.mullion.hcs.binding.NativeFunction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The functions that one process can call, with what is the same for all of them. */
public final class Functions {

    private static final Logger LOG = System.getLogger(Functions.class.getName());
    private static final int HCS = 0x80370000;
    private static final int HCS_AS_STATUS = 0xC0370000;
    private static final int UPPER = 0xFFFF0000;
    private static final int INVALID_HANDLE = 6;
    private static final int UNSUCCESSFUL = 0xC0000001;

    private final Client client;
    private final Faults faults;
    private final Ledger ledger;
    private final JavaFunctions functions = new JavaFunctions();
    private final Map<NativeFunction, List<Body>> shared = new HashMap<>();

    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Answers a call, on the thread that calls.
         *
         * @param arguments of the call
         * @return what the function gives back; anything where that is nothing
         * @throws Refusal which becomes the answer
         */
        Number answer(Arguments arguments);
    }

    Functions(Client client, Faults faults, Ledger ledger) {
        this.client = client;
        this.faults = faults;
        this.ledger = ledger;
    }

    /**
     * Adds a function.
     *
     * @param function which; once
     * @param body what it does
     * @return this
     */
    public Functions with(NativeFunction function, Body body) {
        functions.with(function, raw -> answer(function, body, raw));
        return this;
    }

    /**
     * Adds what one part does with a function that takes handles of several parts. Each refuses a
     * handle that isn't its own as INVALID_HANDLE before it does anything; then the next is asked.
     *
     * @param function which; once for each part
     * @param body what it does
     * @return this
     */
    public Functions shared(NativeFunction function, Body body) {
        List<Body> bodies = shared.get(function);
        if (bodies == null) {
            List<Body> all = new CopyOnWriteArrayList<>();
            shared.put(function, all);
            bodies = all;
            with(function, arguments -> firstOf(all, arguments));
        }
        bodies.add(body);
        return this;
    }

    private static Number firstOf(List<Body> bodies, Arguments arguments) {
        for (Body body : bodies) {
            try {
                return body.answer(arguments);
            } catch (Refusal refusal) {
                if (refusal.win32Code() != INVALID_HANDLE) {
                    throw refusal;
                }
            }
        }
        throw Refusal.win32(INVALID_HANDLE, "There is no such handle");
    }

    /** For what a dead process may still do: give memory back that is really this machine's. */
    Functions alsoWhenDead(NativeFunction function, Body body) {
        functions.with(function, raw -> body.answer(new Arguments(client, raw)));
        return this;
    }

    private Number answer(NativeFunction function, Body body, Object[] raw) {
        try {
            client.refuseTheDead();
            Duration hang = faults.hang(function.export());
            if (hang.isPositive()) {
                client.sleep(hang);
            }
            return severity(function, body.answer(new Arguments(client, raw)));
        } catch (Refusal refusal) {
            return severity(function, refused(function, refusal));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, function.export() + " failed", e);
            ledger.mistake(function.export() + " failed: " + e);
            return refused(function, Refusal.of(0x8000FFFF, "The emulator failed."));
        }
    }

    private Number refused(NativeFunction function, Refusal refusal) {
        return switch (function.returns()) {
            case HRESULT -> refusal.code();
            case INT32 -> {
                if (function.dll() == Dll.VIRTDISK) {
                    yield refusal.win32Code();
                }
                if (!answersBool(function)) {
                    yield UNSUCCESSFUL;
                }
                client.setLastError(refusal.win32Code());
                yield 0;
            }
            case HANDLE -> {
                client.setLastError(refusal.win32Code());
                yield function.dll() == Dll.KERNEL32 ? -1 : 0;
            }
            default -> 0;
        };
    }

    private static boolean answersBool(NativeFunction function) {
        return function.dll() == Dll.KERNEL32 || function.dll() == Dll.ADVAPI32;
    }

    /** vmcompute.dll speaks with another prefix, and with the switch so does computecore.dll. */
    private Number severity(NativeFunction function, Number answer) {
        if (function.returns() != Kind.HRESULT) {
            return answer;
        }
        int code = answer.intValue();
        boolean status =
                (code & UPPER) == HCS
                        && (function.dll() == Dll.VMCOMPUTE
                                || (function.dll() == Dll.COMPUTECORE
                                        && faults.strikes(Fault.SEVERITY_C037)));
        return status ? HCS_AS_STATUS | (code & 0xFFFF) : answer;
    }

    JavaFunctions natives() {
        return functions;
    }
}
