package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fills what a request leaves open with what the image says. */
final class ImageDefaults {

    private final UnaryOperator<String> variables;

    /**
     * Knows the system.
     *
     * @param variables what two names of variables have in common that mean the same one
     */
    ImageDefaults(UnaryOperator<String> variables) {
        this.variables = variables;
    }

    /**
     * Merges both.
     *
     * @param asked what the request says
     * @param image what the image says
     * @throws EngineProblem 400 if neither says what to run
     */
    ContainerConfig merge(ContainerConfig asked, ContainerConfig image) {
        boolean noEntrypoint = asked.entrypoint().isEmpty();
        List<String> entrypoint = noEntrypoint ? image.entrypoint() : asked.entrypoint();
        boolean imagesCommand = noEntrypoint && asked.cmd().isEmpty();
        List<String> cmd = imagesCommand ? image.cmd() : asked.cmd();
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
                .argsEscaped(imagesCommand ? image.argsEscaped() : asked.argsEscaped())
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
    private List<String> environment(List<String> asked, List<String> image) {
        Set<String> names = new LinkedHashSet<>();
        asked.forEach(variable -> names.add(nameOf(variable)));
        List<String> all = new ArrayList<>(asked);
        image.stream().filter(variable -> !names.contains(nameOf(variable))).forEach(all::add);
        return all;
    }

    private String nameOf(String variable) {
        int equals = variable.indexOf('=');
        return variables.apply(equals < 0 ? variable : variable.substring(0, equals));
    }

    private static <V> Map<String, V> both(Map<String, V> image, Map<String, V> asked) {
        Map<String, V> all = new LinkedHashMap<>(image);
        all.putAll(asked);
        return all;
    }
}
