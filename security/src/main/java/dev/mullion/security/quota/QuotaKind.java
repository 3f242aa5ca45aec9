package dev.mullion.security.quota;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/** What there can be a limit of. */
public enum QuotaKind {
    /** Processor time of what runs, in thousandths of a processor. */
    CPU("cpus", "processor time"),
    /** Memory of what runs, in bytes. */
    MEMORY("memoryBytes", "memory"),
    /** Containers that run, paused and restarting ones included. */
    RUNNING("running", "running containers"),
    /** Containers that are there, whether they run or not. */
    DEFINED("defined", "containers"),
    /** Containers that run in a virtual machine of their own. */
    HYPERV("runningHyperv", "running Hyper-V containers");

    private static final int THOUSANDTHS = 3;
    private static final int DIGITS = 4;
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private final String code;
    private final String title;

    QuotaKind(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /**
     * Finds a kind by its stable text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static QuotaKind of(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(code))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Nothing is limited by \"" + code + "\""));
    }

    /** The stable text of this kind, for example {@code memoryBytes}. */
    public String code() {
        return code;
    }

    /** What people call it, for example {@code running containers}. */
    public String title() {
        return title;
    }

    /** An amount for people, such as {@code 1.5 CPUs}, {@code 14 GiB} or {@code 3}. */
    public String words(long amount) {
        return switch (this) {
            case CPU ->
                    BigDecimal.valueOf(amount, THOUSANDTHS).stripTrailingZeros().toPlainString()
                            + " CPUs";
            case MEMORY -> bytes(amount);
            case RUNNING, DEFINED, HYPERV -> Long.toString(amount);
        };
    }

    /** Whether a container can be without a limit of it, so that it may take all that there is. */
    boolean unlimitable() {
        return this == CPU || this == MEMORY;
    }

    private static String bytes(long amount) {
        int unit = 0;
        long size = 1;
        while (unit < UNITS.size() - 1 && amount / size >= 1024) {
            size *= 1024;
            unit++;
        }
        return BigDecimal.valueOf(amount)
                        .divide(BigDecimal.valueOf(size), new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .toPlainString()
                + " "
                + UNITS.get(unit);
    }
}
