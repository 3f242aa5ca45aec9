package dev.mullion.engine.container;

import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.docker.api.UpdateContainer;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.ContainerRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a container can be changed later: its name, its limits, its restart policy. */
final class Changes {

    private final Names names;
    private final LimitRules rules;
    private final ContainerRuntime runtime;
    private final ContainerEvents events;

    Changes(Names names, LimitRules rules, ContainerRuntime runtime, ContainerEvents events) {
        this.names = names;
        this.rules = rules;
        this.runtime = runtime;
        this.events = events;
    }

    /**
     * Gives it another name.
     *
     * @throws EngineProblem 400 if that can't be its name; 409 if another container has it
     */
    void rename(Container container, String newName) {
        if (newName.isEmpty()) {
            throw EngineProblem.invalid("Neither old nor new names may be empty");
        }
        String checked = Names.checked(newName);
        try (Container.Held _ = container.hold()) {
            Definition before = container.definition();
            if (before.name().equals(checked)) {
                throw EngineProblem.invalid(
                        "Renaming a container with the same name as its current name");
            }
            if (container.isLeaving()) {
                throw EngineProblem.conflict(
                        "removal of container " + container.id() + " is already in progress");
            }
            names.take(checked, container.id());
            try {
                container.save(container.record().with(before.withName(checked)));
            } catch (IOException e) {
                names.free(checked, container.id());
                throw EngineProblem.failed("cannot rename container: " + e.getMessage(), e);
            }
            names.free(before.name(), container.id());
            events.tell(container.definition(), "rename", Map.of("oldName", "/" + before.name()));
        }
    }

    /**
     * Changes limits and restart policy; what is 0 or absent stays.
     *
     * @return what wasn't kept, a sentence each
     */
    List<String> update(Container container, UpdateContainer request) {
        List<String> warnings = new ArrayList<>();
        try (Container.Held _ = container.hold()) {
            Definition before = container.definition();
            if (container.isLeaving() || container.standing().phase() == Phase.DEAD) {
                throw refused(
                        container, "Container is marked for removal and cannot be \"update\".");
            }
            HostConfig host = before.hostConfig();
            Resources limits =
                    rules.checked(
                            MergedLimits.of(host.resources(), request.resources()),
                            IsolationRule.isolation(host),
                            warnings);
            RestartPolicy policy = request.restartPolicy();
            if (policy != null) {
                RestartRule.check(policy);
                if (host.autoRemove() && !policy.name().equals(RestartRule.NO)) {
                    throw refused(
                            container,
                            "Restart policy cannot be updated because AutoRemove is enabled for the"
                                    + " container");
                }
            }
            HostConfig after =
                    host.toBuilder()
                            .resources(limits)
                            .restartPolicy(policy == null ? host.restartPolicy() : policy)
                            .build();
            apply(container, before, after);
            events.tell(container.definition(), "update");
        }
        return warnings;
    }

    private void apply(Container container, Definition before, HostConfig after) {
        boolean live =
                container.standing().phase().hasProcess()
                        && !after.resources().equals(before.hostConfig().resources());
        try {
            if (live) {
                runtime.update(container.id(), SpecBuilder.limits(after.resources()));
            }
            container.save(container.record().with(before.withHostConfig(after)));
        } catch (IOException e) {
            throw EngineProblem.failed(
                    "Cannot update container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    private static EngineProblem refused(Container container, String why) {
        return EngineProblem.conflict("Cannot update container " + container.id() + ": " + why);
    }
}
