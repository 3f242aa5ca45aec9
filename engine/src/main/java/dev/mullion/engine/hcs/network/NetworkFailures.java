package dev.mullion.engine.hcs.network;

import dev.mullion.engine.runtime.AddressReservedException;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What the network service's codes mean for those who asked, and what they can do. */
final class NetworkFailures {

    static final int PORT_EXISTS = 0x803B0013;
    static final int HAS_REFERENCES = 0x803B002C;
    static final int ADDRESS_RESERVED = 0x803B002F;
    static final int NOT_ATTACHED = 0x803B0034;

    private static final Set<Integer> RESTARTING = Set.of(0x803B0020, 0x803B0031);

    private static final String STILL_RESTARTING =
            "the service hns has been restarting for a while; look after it, and try again";

    private static final Map<Integer, String> MEANINGS =
            Map.ofEntries(
                    Map.entry(
                            PORT_EXISTS,
                            "a published port is in use on this host; publish another one, or end"
                                    + " what uses it"),
                    Map.entry(
                            ADDRESS_RESERVED,
                            "its address is reserved by something that is gone; restart the service"
                                    + " hns when no container runs"),
                    Map.entry(0x803B001E, "its address isn't in the network's block"),
                    Map.entry(
                            0x803B0032,
                            "the block of addresses doesn't suit Windows: it may overlap another"
                                    + " network of this host; choose another one with the subnet"
                                    + " setting"),
                    Map.entry(0x803B0015, "this build of Windows doesn't know the request"),
                    Map.entry(0x803B0020, STILL_RESTARTING),
                    Map.entry(0x803B0031, STILL_RESTARTING),
                    Map.entry(0x5, "the engine isn't allowed to: run it as an administrator"),
                    Map.entry(
                            0x7E,
                            "this host lacks a Windows feature: switch Containers on, and restart"
                                    + " the machine"),
                    Map.entry(
                            0x7F,
                            "this build of Windows is too old: containers need Windows Server 2019,"
                                    + " Windows 10 1809 or newer"));

    private NetworkFailures() {}

    static IOException of(String what, HcsException failure) {
        String meaning = MEANINGS.get(failure.code().code());
        String sentence =
                what + ": " + (meaning == null ? "" : meaning + ". ") + failure.getMessage();
        return is(failure, ADDRESS_RESERVED)
                ? new AddressReservedException(sentence, failure)
                : new IOException(sentence, failure);
    }

    /** Whether the same will work when the service is back. */
    static boolean passes(HcsException failure) {
        return RESTARTING.contains(failure.code().code());
    }

    static boolean is(HcsException failure, int code) {
        return failure.code().code() == code;
    }
}
