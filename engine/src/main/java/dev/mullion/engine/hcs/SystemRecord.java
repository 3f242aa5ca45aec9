package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec;

/**
 * What an engine has to know of a container that an engine before it started. It is on disk before
 * anything is made, so that whatever a crash leaves can be told.
 *
 * @param id which
 * @param isolation how it is kept apart, and so through which library it is reached
 * @param credentials whether the service may keep an instance for it
 * @param input what becomes of its input
 * @param terminal whether its first process has a terminal
 * @param log where its output goes
 * @param memory its limit, bytes; 0 for none
 * @param pid its first process; 0 if that wasn't started yet
 */
record SystemRecord(
        ContainerId id,
        Isolation isolation,
        boolean credentials,
        ContainerSpec.Input input,
        boolean terminal,
        String log,
        long memory,
        int pid) {

    static SystemRecord of(ContainerId id, ContainerSpec spec) {
        boolean process = spec.isolation() == Isolation.PROCESS;
        return new SystemRecord(
                id,
                spec.isolation(),
                process && spec.credentialSpec() != null,
                spec.input(),
                spec.process().terminal(),
                spec.log().toString(),
                spec.limits().memory(),
                0);
    }

    SystemRecord started(int first) {
        return new SystemRecord(id, isolation, credentials, input, terminal, log, memory, first);
    }

    SystemRecord limitedTo(long bytes) {
        return new SystemRecord(id, isolation, credentials, input, terminal, log, bytes, pid);
    }
}
