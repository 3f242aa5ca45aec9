package dev.mullion.engine.runtime;

import dev.mullion.docker.Isolation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run, fully decided: nothing here is a default any more.
 *
 * @param process the first process
 * @param root its file system, mounted
 * @param readOnlyRoot whether it can't be written
 * @param mounts what is mounted into it, in order
 * @param limits what it may use
 * @param security what it may do
 * @param namespaces which parts of the system it shares with others
 * @param hostname its host name; empty keeps the system's
 * @param domainname its domain; empty for none
 * @param sysctls kernel settings of its own namespaces
 * @param isolation {@code PROCESS} or {@code HYPERV}, never {@code DEFAULT}
 * @param input what becomes of its input
 * @param log where its output is kept, in the format that {@code dev.mullion.engine.log} describes
 * @param credentialSpec the JSON of a group managed service account it may use (Windows); else null
 * @param init whether a small init runs as first process and reaps orphans
 */
public record ContainerSpec(
        ProcessSpec process,
        RootFileSystem root,
        boolean readOnlyRoot,
        List<MountSpec> mounts,
        ResourceLimits limits,
        SecuritySpec security,
        NamespaceSpec namespaces,
        String hostname,
        String domainname,
        Map<String, String> sysctls,
        Isolation isolation,
        Input input,
        Path log,
        @Nullable String credentialSpec,
        boolean init) {

    /** What becomes of a process's input. */
    public enum Input {
        /** There is none: reading gives the end at once. */
        NONE,
        /** Open until the first attached client ends it. */
        ONCE,
        /** Open for one client after another. */
        KEPT;

        /**
         * Decides it as Docker does.
         *
         * @param open whether there is any
         * @param once whether it ends with the first client
         * @param terminal whether the process has a terminal, which would end with its input
         */
        public static Input of(boolean open, boolean once, boolean terminal) {
            if (!open) {
                return NONE;
            }
            return once && !terminal ? ONCE : KEPT;
        }
    }
}
