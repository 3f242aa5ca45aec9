package dev.mullion.engine.runtime;

import java.util.Set;

/**
 * The machine that containers run on, as it was at the engine's start.
 *
 * @param hostname its name
 * @param kernel the kernel's version
 * @param operatingSystem the operating system as people name it
 * @param osVersion its version; empty if it has none
 * @param goArchitecture the processor by Go's name, for example {@code amd64}
 * @param kernelArchitecture the processor as the kernel names it, for example {@code x86_64}
 * @param processors how many
 * @param memory in bytes
 * @param forwards whether it passes IPv4 packets on
 * @param controls what of a container it can limit
 */
public record Machine(
        String hostname,
        String kernel,
        String operatingSystem,
        String osVersion,
        String goArchitecture,
        String kernelArchitecture,
        int processors,
        long memory,
        boolean forwards,
        Set<Control> controls) {

    /** What a machine can limit, beyond what all can. */
    public enum Control {
        MEMORY,
        SWAP,
        CPU_QUOTA,
        CPU_SHARES,
        CPU_SET,
        PIDS,
        OOM_KILL
    }
}
