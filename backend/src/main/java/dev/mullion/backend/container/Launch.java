package dev.mullion.backend.container;

import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.security.Auditable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container to create.
 *
 * @param name how to call it; null has the engine make up a name
 * @param command what to run, or what the image's entry point is given; empty takes the image's
 * @param environment variables by name
 * @param memoryBytes most memory, in bytes; null for no limit
 * @param cpus most processors, for example 1.5; null for no limit
 * @param storageBytes most bytes of its own files, in bytes, on Windows; null for the host's own
 * @param user whom it runs as; null for the image's
 * @param start whether to start it, too
 */
public record Launch(
        ImageReference image,
        @Nullable String name,
        Isolation isolation,
        List<String> command,
        SortedMap<String, String> environment,
        List<PortMapping> ports,
        @Nullable Long memoryBytes,
        @Nullable Double cpus,
        @Nullable Long storageBytes,
        @Nullable String user,
        RestartRule restart,
        SortedMap<String, String> labels,
        boolean start)
        implements Auditable {

    public Launch {
        command = List.copyOf(command);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        ports = List.copyOf(ports);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** The image with everything left to it and the engine, started. */
    public static Launch of(ImageReference image, @Nullable String name) {
        return new Launch(
                image,
                name,
                Isolation.DEFAULT,
                List.of(),
                new TreeMap<>(),
                List.of(),
                null,
                null,
                null,
                null,
                RestartRule.NO,
                new TreeMap<>(),
                true);
    }

    /** The same with another isolation. */
    public Launch isolated(Isolation other) {
        return new Launch(
                image,
                name,
                other,
                command,
                environment,
                ports,
                memoryBytes,
                cpus,
                storageBytes,
                user,
                restart,
                labels,
                start);
    }

    /**
     * Like {@link #auditText()}: what is written into a log by accident holds no secret, either.
     */
    @Override
    public String toString() {
        return auditText();
    }

    /** Which image, under which name and isolation; variables may be secrets and are left out. */
    @Override
    public String auditText() {
        return image.familiar()
                + (name == null ? "" : " as " + name)
                + ", isolation "
                + isolation.wire();
    }
}
