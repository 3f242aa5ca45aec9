package dev.mullion.hcs.emulator.compute;

/** The answers of the compute service, as computecore.dll writes them, and what else it uses. */
final class Codes {

    static final int OK = 0;
    static final int TERMINATED_DURING_START = 0x80370100;
    static final int IMAGE_MISMATCH = 0x80370101;
    static final int HYPERV_NOT_INSTALLED = 0x80370102;
    static final int PENDING_V1 = 0x80370103;
    static final int INVALID_STATE = 0x80370105;
    static final int UNEXPECTED_EXIT = 0x80370106;
    static final int INVALID_JSON = 0x8037010D;
    static final int SYSTEM_NOT_FOUND = 0x8037010E;
    static final int SYSTEM_ALREADY_EXISTS = 0x8037010F;
    static final int SYSTEM_ALREADY_STOPPED = 0x80370110;
    static final int OPERATION_NOT_STARTED = 0x80370115;
    static final int OPERATION_ALREADY_STARTED = 0x80370116;
    static final int OPERATION_PENDING = 0x80370117;
    static final int OPERATION_TIMEOUT = 0x80370118;
    static final int CALLBACK_ALREADY_SET = 0x80370119;
    static final int HCS_ACCESS_DENIED = 0x8037011B;
    static final int PROCESS_INFO_NOT_AVAILABLE = 0x8037011D;
    static final int SERVICE_DISCONNECT = 0x8037011E;
    static final int PROCESS_ALREADY_STOPPED = 0x8037011F;
    static final int NOT_IMPLEMENTED = 0x80004001;
    static final int UNEXPECTED = 0x8000FFFF;

    static final int FILE_NOT_FOUND = 0x80070002;
    static final int PATH_NOT_FOUND = 0x80070003;
    static final int ACCESS_DENIED = 0x80070005;
    static final int INVALID_HANDLE = 0x80070006;
    static final int NOT_READY = 0x80070015;
    static final int NOT_SUPPORTED = 0x80070032;
    static final int INVALID_ARGUMENT = 0x80070057;
    static final int BAD_DIRECTORY = 0x8007010B;
    static final int ELEMENT_NOT_FOUND = 0x80070490;

    /** The process was ended from outside, or with its container. */
    static final int PROCESS_ABORTED = 1067;

    /** The process was ended by a signal. */
    static final int CONTROL_C_EXIT = 0xC000013A;

    private Codes() {}

    /** The same as vmcompute.dll writes it. */
    static int asStatus(int code) {
        return (code & 0xFFFF0000) == 0x80370000 ? 0xC0370000 | (code & 0xFFFF) : code;
    }
}
