package dev.mullion.engine.hcs;

import dev.mullion.docker.OsVersion;

/**
 * What the runtime has to know of its host.
 *
 * @param version its Windows
 * @param server whether it is a server, whose default is process isolation, and no workstation
 * @param hypervisor whether Hyper-V is there
 * @param processors how many it has
 * @param memory bytes
 * @param emulated whether all of it is pretended
 */
public record WindowsHost(
        OsVersion version,
        boolean server,
        boolean hypervisor,
        int processors,
        long memory,
        boolean emulated) {}
