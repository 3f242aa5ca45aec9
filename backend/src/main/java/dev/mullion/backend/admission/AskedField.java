package dev.mullion.backend.admission;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the portal's own requests call the members of Docker's. */
public final class AskedField {

    /** By how the member's name begins; the first that fits counts. */
    private static final List<Map.Entry<String, String>> NAMES =
            List.of(
                    Map.entry("HostConfig.Isolation", "isolation"),
                    Map.entry("HostConfig.PortBindings", "ports"),
                    Map.entry("HostConfig.PublishAllPorts", "ports"),
                    Map.entry("HostConfig.Memory", "memoryBytes"),
                    Map.entry("HostConfig.NanoCpus", "cpus"),
                    Map.entry("HostConfig.StorageOpt", "storageBytes"),
                    Map.entry("HostConfig.RestartPolicy", "restart"),
                    Map.entry("User", "user"),
                    Map.entry("Image", "image"),
                    Map.entry("Labels", "labels"),
                    Map.entry("host", "host"));

    private AskedField() {}

    /** The portal's name; nothing for what can't be asked for here. */
    public static Optional<String> of(String engineField) {
        return NAMES.stream()
                .filter(name -> engineField.startsWith(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
