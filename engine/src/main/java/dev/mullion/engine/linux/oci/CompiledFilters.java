package dev.mullion.engine.linux.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules for system calls that crun has compiled. Doing so takes it a third of the time that a
 * container takes to be made; it writes the result beside the container's state and takes it back
 * from an annotation.
 */
public final class CompiledFilters {

    private static final String ANNOTATION = "run.oci.seccomp_bpf_data";
    private static final int MOST = 64;

    private final boolean offered;
    private final Map<String, String> compiled =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * Starts with none.
     *
     * @param offered whether the runtime is crun
     */
    public CompiledFilters(boolean offered) {
        this.offered = offered;
    }

    synchronized @Nullable Map<String, String> annotations(String rules) {
        String filter = compiled.get(rules);
        return filter == null ? null : Map.of(ANNOTATION, filter);
    }

    /** Keeps what the runtime made of the rules. */
    public synchronized void keep(String rules, Path filter) throws IOException {
        if (offered && Files.exists(filter)) {
            byte[] bytes = Files.readAllBytes(filter);
            // 8 bytes for each instruction: anything else was cut off
            if (bytes.length > 0 && bytes.length % 8 == 0) {
                compiled.put(rules, Base64.getEncoder().encodeToString(bytes));
            }
        }
    }
}
