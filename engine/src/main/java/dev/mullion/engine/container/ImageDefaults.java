package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills what a request leaves open with what the image says. */
final class ImageDefaults {

    private ImageDefaults() {}

    /**
     * Merges both.
     *
     * @param asked what the request says
     * @param image what the image says
     * @throws EngineProblem 400 if neither says what to run
     */
    static ContainerConfig merge(ContainerConfig asked, ContainerConfig image) {
        boolean noEntrypoint = asked.entrypoint().isEmpty();
        List<String> entrypoint = noEntrypoint ? image.entrypoint() : asked.entrypoint();
        List<String> cmd = noEntrypoint && asked.cmd().isEmpty() ? image.cmd() : asked.cmd();
        if (entrypoint.equals(List.of(""))) {
            // how clients ask for none, although the image has one
            entrypoint = List.of();
        }
        if (entrypoint.isEmpty() && cmd.isEmpty()) {
            throw EngineProblem.invalid("no command specified");
        }
        return asked.toBuilder()
                .entrypoint(entrypoint)
                .cmd(cmd)
                .env(environment(asked.env(), image.env()))
                .labels(both(image.labels(), asked.labels()))
                .exposedPorts(both(image.exposedPorts(), asked.exposedPorts()))
                .volumes(both(image.volumes(), asked.volumes()))
                .user(asked.user() == null ? image.user() : asked.user())
                .workingDir(asked.workingDir() == null ? image.workingDir() : asked.workingDir())
                .stopSignal(asked.stopSignal() == null ? image.stopSignal() : asked.stopSignal())
                .stopTimeout(
                        asked.stopTimeout() == null ? image.stopTimeout() : asked.stopTimeout())
                .healthcheck(
                        asked.healthcheck() == null ? image.healthcheck() : asked.healthcheck())
                .shell(asked.shell().isEmpty() ? image.shell() : asked.shell())
                .build();
    }

    /** What was asked for first, then what else the image has, as Docker orders it. */
    private static List<String> environment(List<String> asked, List<String> image) {
        Set<String> names = new LinkedHashSet<>();
        asked.forEach(variable -> names.add(nameOf(variable)));
        List<String> all = new ArrayList<>(asked);
        image.stream().filter(variable -> !names.contains(nameOf(variable))).forEach(all::add);
        return all;
    }

    private static String nameOf(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private static <V> Map<String, V> both(Map<String, V> image, Map<String, V> asked) {
        Map<String, V> all = new LinkedHashMap<>(image);
        all.putAll(asked);
        return all;
    }
}
