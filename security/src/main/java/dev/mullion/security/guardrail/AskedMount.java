package dev.mullion.security.guardrail;

import dev.mullion.docker.api.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request wants mounted, whichever member says so.
 *
 * @param field the member
 * @param kind what it is
 * @param source the path, pipe or name; null for a volume without a name
 * @param target the path inside
 * @param readOnly whether it can't be written inside
 * @param detail the member in long form; null for what is said in short form
 * @param options the words of the short form
 */
record AskedMount(
        String field,
        Kind kind,
        @Nullable String source,
        String target,
        boolean readOnly,
        @Nullable Mount detail,
        List<String> options) {

    /** What can be mounted. */
    enum Kind {
        FOLDER,
        PIPE,
        VOLUME,
        MEMORY,
        /** Something that can't be told. */
        UNKNOWN
    }

    /** Everything that a request wants mounted but from other containers. */
    static List<AskedMount> all(Workload asked) {
        boolean windows = asked.host().windows();
        List<AskedMount> all = new ArrayList<>();
        List<String> binds = asked.hostConfig().binds();
        for (int i = 0; i < binds.size(); i++) {
            all.add(shortForm("HostConfig.Binds[" + i + "]", binds.get(i), windows));
        }
        List<Mount> mounts = asked.hostConfig().mounts();
        for (int i = 0; i < mounts.size(); i++) {
            all.add(longForm("HostConfig.Mounts[" + i + "]", mounts.get(i)));
        }
        asked.hostConfig()
                .tmpfs()
                .forEach((target, options) ->
                        all.add(
                                new AskedMount(
                                        "HostConfig.Tmpfs",
                                        Kind.MEMORY,
                                        null,
                                        target,
                                        false,
                                        null,
                                        List.of(options.split(",", -1)))));
        asked.config().volumes().keySet().forEach(path -> all.add(unnamed("Volumes", path)));
        asked.image().details().config().volumes().keySet().stream()
                .filter(path -> !asked.config().volumes().containsKey(path))
                .forEach(path -> all.add(unnamed("Image", path)));
        return all;
    }

    private static AskedMount unnamed(String field, String target) {
        return new AskedMount(field, Kind.VOLUME, null, target, false, null, List.of());
    }

    private static AskedMount shortForm(String field, String text, boolean windows) {
        Optional<BindText> read = BindText.read(windows, text);
        if (read.isEmpty()) {
            return new AskedMount(field, Kind.UNKNOWN, text, "", false, null, List.of());
        }
        BindText bind = read.get();
        return new AskedMount(
                field,
                kindOf(bind.source(), windows),
                bind.source(),
                bind.target(),
                bind.readOnly(),
                null,
                bind.options());
    }

    private static Kind kindOf(@Nullable String source, boolean windows) {
        if (source == null) {
            return Kind.VOLUME;
        }
        if (windows && PipeName.isMeant(source)) {
            return Kind.PIPE;
        }
        boolean path = windows ? source.matches("(?s)(.:.*|[\\\\/].*)") : source.startsWith("/");
        return path ? Kind.FOLDER : Kind.VOLUME;
    }

    private static AskedMount longForm(String field, Mount mount) {
        Kind kind =
                switch (mount.type()) {
                    case "bind" -> Kind.FOLDER;
                    case "npipe" -> Kind.PIPE;
                    case "volume" -> Kind.VOLUME;
                    case "tmpfs" -> Kind.MEMORY;
                    default -> Kind.UNKNOWN;
                };
        boolean needsSource = kind == Kind.FOLDER || kind == Kind.PIPE;
        boolean fits =
                (mount.bindOptions() == null || kind == Kind.FOLDER)
                        && (mount.volumeOptions() == null || kind == Kind.VOLUME)
                        && (mount.tmpfsOptions() == null || kind == Kind.MEMORY)
                        && (!needsSource || mount.source() != null)
                        && (kind != Kind.MEMORY || mount.source() == null);
        return new AskedMount(
                field,
                fits ? kind : Kind.UNKNOWN,
                mount.source(),
                mount.target(),
                mount.readOnly(),
                mount,
                List.of());
    }

    String sourceField() {
        return detail == null ? field : field + ".Source";
    }

    String sourceText() {
        return source == null ? "" : source;
    }

    /** How mounts below the source spread; null for the usual way. */
    @Nullable String propagation() {
        if (detail != null) {
            return detail.bindOptions() == null ? null : detail.bindOptions().propagation();
        }
        return options.stream()
                .filter(option -> option.matches("r?(private|slave|shared)"))
                .findFirst()
                .orElse(null);
    }
}
