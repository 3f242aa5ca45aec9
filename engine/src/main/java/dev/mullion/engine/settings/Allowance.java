package dev.mullion.engine.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What takes a container's boundary away, and so is refused on a host until it is allowed there.
 */
public enum Allowance {
    /** Containers in the host's network. */
    HOST_NETWORK("host-network"),
    /** Containers that see the host's processes. */
    HOST_PID("host-pid"),
    /** Containers that share memory with the host's processes. */
    HOST_IPC("host-ipc"),
    /** Containers that can change the host's name. */
    HOST_UTS("host-uts"),
    /** Containers with files and folders of the host in them, whichever they are. */
    HOST_FILES("host-files"),
    /** Containers with devices of the host. */
    HOST_DEVICES("host-devices"),
    /** Containers with more capabilities, system calls or files of the kernel than usual. */
    UNCONFINED("unconfined"),
    /** Containers with every right of the engine; files, devices and the kernel among them. */
    PRIVILEGED("privileged");

    private final String word;

    Allowance(String word) {
        this.word = word;
    }

    /**
     * Reads the word of a flag or of the configuration.
     *
     * @throws IllegalArgumentException naming the words there are
     */
    public static Allowance of(String word) {
        return Arrays.stream(values())
                .filter(allowance -> allowance.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "nothing called '%s' can be allowed, only %s"
                                        .formatted(word, words())));
    }

    private static String words() {
        return Arrays.stream(values()).map(Allowance::word).collect(Collectors.joining(", "));
    }

    /** Returns the word that allows it, for example {@code host-network}. */
    public String word() {
        return word;
    }

    /** Tells whether it is among these, by itself or because a larger one is. */
    public boolean isIn(Set<Allowance> allowed) {
        boolean covered = this == HOST_FILES || this == HOST_DEVICES || this == UNCONFINED;
        return allowed.contains(this) || (covered && allowed.contains(PRIVILEGED));
    }

    /**
     * Returns the sentence with which it is refused.
     *
     * @param what what was asked for, for example {@code the host's network}
     */
    public String refusal(String what) {
        return "%s is not allowed on this host; its operator can allow it with --allow %s"
                .formatted(what, word);
    }
}
