package dev.mullion.security.guardrail;

import dev.mullion.docker.api.Mount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of {@code --mount}: {@code type=bind,source=…,target=…,readonly}. */
final class MountOption {

    private static final Set<String> READ_ONLY = Set.of("readonly", "ro");
    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "source",
                    "target",
                    "readonly",
                    "bind-propagation",
                    "bind-nonrecursive",
                    "volume-driver",
                    "volume-nocopy",
                    "volume-subpath",
                    "tmpfs-size",
                    "tmpfs-mode");

    private final Map<String, String> single = new LinkedHashMap<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();

    private MountOption() {}

    static Mount read(String text) {
        if (text.indexOf('"') >= 0) {
            throw new RequestFormatException("Quotation marks in --mount aren't understood here.");
        }
        MountOption option = new MountOption();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            option.put(
                    equals < 0 ? part : part.substring(0, equals),
                    equals < 0 ? null : part.substring(equals + 1));
        }
        return option.mount();
    }

    private void put(String key, @Nullable String value) {
        if (READ_ONLY.contains(key)) {
            single.put("readonly", value == null ? "true" : value);
            return;
        }
        if (value == null) {
            single.put(key, "true");
            return;
        }
        switch (key) {
            case "source", "src" -> single.put("source", value);
            case "target", "dst", "destination" -> single.put("target", value);
            case "volume-opt" -> pair(driverOptions, value);
            case "volume-label" -> pair(labels, value);
            default -> single.put(key, value);
        }
    }

    private static void pair(Map<String, String> pairs, String value) {
        int equals = value.indexOf('=');
        pairs.put(
                equals < 0 ? value : value.substring(0, equals),
                equals < 0 ? "" : value.substring(equals + 1));
    }

    private Mount mount() {
        for (String key : single.keySet()) {
            if (!KNOWN.contains(key)) {
                throw new RequestFormatException(
                        "In --mount, " + Objections.quoted(key) + " isn't understood here.");
            }
        }
        return new Mount(
                single.getOrDefault("type", "volume"),
                single.get("source"),
                single.getOrDefault("target", ""),
                isTrue("readonly"),
                null,
                bind(),
                volume(),
                tmpfs());
    }

    private boolean isTrue(String key) {
        return switch (single.getOrDefault(key, "false")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new RequestFormatException(key + " is either true or false.");
        };
    }

    private Mount.@Nullable BindOptions bind() {
        return has("bind-")
                ? new Mount.BindOptions(
                        single.get("bind-propagation"),
                        isTrue("bind-nonrecursive"),
                        false,
                        false,
                        false)
                : null;
    }

    private Mount.@Nullable VolumeOptions volume() {
        if (!has("volume-") && driverOptions.isEmpty() && labels.isEmpty()) {
            return null;
        }
        boolean driver = single.containsKey("volume-driver") || !driverOptions.isEmpty();
        return new Mount.VolumeOptions(
                isTrue("volume-nocopy"),
                labels,
                driver ? new Mount.DriverConfig(single.get("volume-driver"), driverOptions) : null,
                single.get("volume-subpath"));
    }

    private Mount.@Nullable TmpfsOptions tmpfs() {
        return has("tmpfs-")
                ? new Mount.TmpfsOptions(
                        Sizes.bytes(single.getOrDefault("tmpfs-size", "0")).orElse(0),
                        Integer.parseInt(single.getOrDefault("tmpfs-mode", "0"), 8),
                        List.of())
                : null;
    }

    private boolean has(String beginning) {
        return single.keySet().stream().anyMatch(key -> key.startsWith(beginning));
    }
}
