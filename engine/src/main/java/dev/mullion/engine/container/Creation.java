package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.image.ImageLease;
import dev.mullion.engine.image.Images;
import dev.mullion.engine.image.StoredImage;
import dev.mullion.engine.network.NetworkRequest;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes new containers. */
final class Creation {

    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

    private final Images images;
    private final LayerStore layers;
    private final Networks networks;
    private final ContainerVolumes volumes;
    private final HostRules rules;
    private final Conventions conventions;
    private final IsolationRule isolation;
    private final Names names;
    private final ContainerFiles files;
    private final Clock clock;
    private final RandomGenerator random;

    Creation(
            Images images,
            LayerStore layers,
            Networks networks,
            ContainerVolumes volumes,
            HostRules rules,
            Conventions conventions,
            IsolationRule isolation,
            Names names,
            ContainerFiles files,
            Clock clock,
            RandomGenerator random) {
        this.images = images;
        this.layers = layers;
        this.networks = networks;
        this.volumes = volumes;
        this.rules = rules;
        this.conventions = conventions;
        this.isolation = isolation;
        this.names = names;
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a container.
     *
     * @param name null for one of our own making
     * @param platform what the image has to be made for; null for whatever it is
     * @param warnings gets a sentence for each thing that is left out
     * @param others finds the mounts of other containers
     * @param register is given the container while its image can't go yet
     */
    Container create(
            @Nullable String name,
            @Nullable Platform platform,
            CreateContainer request,
            List<String> warnings,
            Function<String, List<PlannedMount>> others,
            Consumer<Container> register) {
        ContainerId id = ContainerId.of(randomHex());
        String given = name == null || name.isEmpty() ? null : Names.checked(name);
        StoredImage image = images.require(request.config().image());
        PlatformRule.check(image, platform, request.config().image());
        PlatformRule.checkSystem(image, rules.osType());
        try (ImageLease _ = images.lease(image)) {
            String taken = take(given, id);
            try {
                MountPlan[] plan = new MountPlan[1];
                Definition definition = define(id, taken, image, request, warnings, others, plan);
                return make(definition, plan[0], register);
            } catch (RuntimeException e) {
                names.free(taken, id);
                throw e;
            }
        }
    }

    private String take(@Nullable String given, ContainerId id) {
        if (given == null) {
            return names.takeAny(id);
        }
        names.take(given, id);
        return given;
    }

    private Definition define(
            ContainerId id,
            String name,
            StoredImage image,
            CreateContainer request,
            List<String> warnings,
            Function<String, List<PlannedMount>> others,
            MountPlan[] plan) {
        ConfigRules configs = new ConfigRules(conventions);
        configs.check(request.config());
        ContainerConfig config =
                new ImageDefaults(conventions.variables()).merge(request.config(), image.config());
        configs.checkMerged(config, warnings);
        HostConfig asked = request.hostConfig();
        HostConfig decided =
                asked.toBuilder().isolation(isolation.decide(asked.isolation(), image)).build();
        HostConfig host = rules.checked(request.config(), decided, warnings);
        NetworkingConfig networking = networking(request, host);
        plan[0] = MountPlan.of(conventions.paths(), config, host, others, this::randomHex);
        rules.boundary().check(plan[0].mounts());
        plan[0].checkSources();
        Definition definition =
                new Definition(
                        id,
                        name,
                        clock.instant(),
                        image.id(),
                        image.layers(),
                        image.platform().os(),
                        config,
                        host,
                        networking,
                        List.copyOf(plan[0].mounts()),
                        plan[0].ownVolumes());
        checkNetwork(definition.networkRequest());
        return definition;
    }

    /** Not with 404: of a creation, clients take that for a missing image and pull it. */
    private void checkNetwork(NetworkRequest asked) {
        try {
            networks.check(asked);
        } catch (EngineProblem e) {
            throw e.status() == 404 ? EngineProblem.invalid(String.valueOf(e.getMessage())) : e;
        }
    }

    private static @Nullable NetworkingConfig networking(CreateContainer request, HostConfig host) {
        NetworkingConfig asked = request.networkingConfig();
        if (asked != null && asked.endpointsConfig().size() > 1) {
            throw EngineProblem.invalid(
                    "Container cannot be connected to network endpoints: "
                            + String.join(", ", asked.endpointsConfig().keySet()));
        }
        String mac = request.config().macAddress();
        if (mac == null || (asked != null && !asked.endpointsConfig().isEmpty())) {
            return asked;
        }
        String network = String.valueOf(host.networkMode());
        return new NetworkingConfig(
                Map.of(network, EndpointSettings.builder().macAddress(mac).build()));
    }

    private Container make(Definition definition, MountPlan plan, Consumer<Container> register) {
        ContainerId id = definition.id();
        ContainerRecord record = ContainerRecord.of(definition);
        List<String> made = new ArrayList<>();
        try {
            files.begin(record);
            try (ContainerVolumes.Holds _ = volumes.ready(plan.newVolumes(), plan.mounts(), made)) {
                layers.prepare(id, definition.layers());
                files.commit(id);
                Container container = new Container(files, record);
                register.accept(container);
                return container;
            }
        } catch (IOException e) {
            undo(id, made);
            throw EngineProblem.failed("cannot create container: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            undo(id, made);
            throw e;
        }
    }

    private void undo(ContainerId id, List<String> made) {
        try {
            layers.remove(id);
            made.forEach(volumes::remove);
            files.abandon(id);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "What was made of container {} before it failed could not be removed; the next"
                            + " start of the engine tries again",
                    id,
                    e);
        }
    }

    private String randomHex() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
