package dev.mullion.hcs.emulator;

/** The kinds of handles that are given out, each with the function that takes it back. */
public enum HandleKind {
    /** {@code HCS_OPERATION}. */
    OPERATION("operation", false),
    /** {@code HCS_SYSTEM}. */
    SYSTEM("compute system", false),
    /** {@code HCS_PROCESS}. */
    PROCESS("process", false),
    /** A registration with vmcompute.dll. */
    REGISTRATION("registration", false),
    /** {@code HCN_NETWORK}. */
    NETWORK("network", false),
    /** {@code HCN_ENDPOINT}. */
    ENDPOINT("endpoint", false),
    /** {@code HCN_NAMESPACE}. */
    NAMESPACE("namespace", false),
    /** The host's end of a pipe. */
    PIPE("pipe", true),
    /** An event object. */
    EVENT("event", true),
    /** A file or folder. */
    FILE("file", true),
    /** What is kept between two calls of BackupRead or BackupWrite. */
    BACKUP("backup context", false),
    /** A virtual disk. */
    DISK("disk", true),
    /** The rights of a process. */
    TOKEN("token", true);

    private final String label;
    private final boolean kernel;

    HandleKind(String label, boolean kernel) {
        this.label = label;
        this.kernel = kernel;
    }

    /**
     * Returns its name in the ledger.
     *
     * @return for example {@code compute system}
     */
    public String label() {
        return label;
    }

    /**
     * Says who takes it back.
     *
     * @return true for {@code CloseHandle}
     */
    public boolean kernel() {
        return kernel;
    }
}
