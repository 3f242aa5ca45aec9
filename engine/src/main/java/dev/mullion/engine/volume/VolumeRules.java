package dev.mullion.engine.volume;

import dev.mullion.engine.EngineProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a volume may be called and what its driver may be told, in Docker's words. */
final class VolumeRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final int LONGEST = 255;
    private static final Set<String> OPTIONS = Set.of("type", "o", "device", "size");

    private VolumeRules() {}

    static void checkDriver(String name, String driver) {
        if (!driver.isEmpty() && !driver.equals(Volume.DRIVER)) {
            throw EngineProblem.notFound(
                    "create %s: error looking up volume plugin %s: plugin \"%s\" not found"
                            .formatted(name, driver, driver));
        }
    }

    static void checkName(String name) {
        if (name.length() == 1) {
            throw EngineProblem.invalid(
                    "create "
                            + name
                            + ": volume name is too short, names should be at least two"
                            + " alphanumeric characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw EngineProblem.invalid(
                    "create %s: \"%s\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path"
                            .formatted(name, name));
        }
        if (name.length() > LONGEST) {
            throw EngineProblem.invalid(
                    "create "
                            + name.substring(0, 32)
                            + "…: volume name is too long, names have at most "
                            + LONGEST
                            + " characters");
        }
    }

    /** Allows no options, or those of a folder of the host. */
    static void checkOptions(String name, Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw invalid(name, "invalid option: \"" + option + "\"");
            }
        }
        if (options.isEmpty()) {
            return;
        }
        if (options.containsKey("size")) {
            throw invalid(name, "quota size requested but no quota support");
        }
        for (String needed : new String[] {"device", "type"}) {
            if (options.getOrDefault(needed, "").isEmpty()) {
                throw invalid(name, "missing required option: \"" + needed + "\"");
            }
        }
        String type = options.get("type");
        String how = options.getOrDefault("o", "");
        if (!"none".equals(type) || !how.equals("bind")) {
            throw EngineProblem.notImplemented(
                    "create %s: this engine's volumes are its own folders, or folders of the host (type=none, o=bind, device=PATH), not type=%s, o=%s%s"
                            .formatted(
                                    name,
                                    type,
                                    how,
                                    "tmpfs".equals(type)
                                            ? "; \"--mount type=tmpfs\" gives a container memory"
                                            : ""));
        }
        Path device = Path.of(options.getOrDefault("device", ""));
        if (!device.isAbsolute() || !device.normalize().equals(device)) {
            throw invalid(name, "device is to be an absolute path without \".\" and \"..\"");
        }
    }

    private static EngineProblem invalid(String name, String why) {
        return EngineProblem.invalid("create " + name + ": " + why);
    }
}
