package dev.mullion.engine.network;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The networks that every host has: their ids and the bridge's addresses stay the same. */
final class PredefinedNetworks {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILE = "predefined.json";
    private static final int USUAL_MTU = 1500;
    private static final int LARGEST_PREFIX = 29;

    /**
     * What is kept.
     *
     * @param bridge the default network's id
     * @param subnet the default network's addresses
     * @param created when they were made, as text
     */
    record Kept(String bridge, String host, String none, String subnet, String created) {}

    private final Kept kept;
    private final NetworkSpec bridge;
    private final NetworkDefaults defaults;

    private PredefinedNetworks(Kept kept, NetworkSpec bridge, NetworkDefaults defaults) {
        this.kept = kept;
        this.defaults = defaults;
        this.bridge = bridge;
    }

    /** Finds what is kept, or decides it and keeps it. */
    static PredefinedNetworks open(
            Path folder, BridgeSettings settings, NetworkDriver driver, Clock clock)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        Optional<Kept> old = read(file);
        Kept kept = old.isPresent() ? old.get() : fresh(settings, driver, clock);
        String subnet = settings.subnet() == null ? kept.subnet() : configured(settings.subnet());
        kept = new Kept(kept.bridge(), kept.host(), kept.none(), subnet, kept.created());
        if (!old.equals(Optional.of(kept))) {
            DurableFiles.write(file, JSON.writeValueAsBytes(kept));
        }
        Subnet addresses = Subnet.parse(subnet).orElseThrow();
        int mtu = settings.mtu() == 0 ? USUAL_MTU : settings.mtu();
        return new PredefinedNetworks(
                kept,
                new NetworkSpec(
                        kept.bridge(),
                        settings.defaults().name(),
                        settings.device(),
                        subnet,
                        addresses.gateway(),
                        mtu),
                settings.defaults());
    }

    private static Optional<Kept> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Kept.class));
        } catch (JacksonException e) {
            throw new IOException("Can't read the host's networks from " + file, e);
        }
    }

    private static Kept fresh(BridgeSettings settings, NetworkDriver driver, Clock clock)
            throws IOException {
        SecureRandom random = new SecureRandom();
        String subnet =
                settings.subnet() == null
                        ? freeSubnet(driver.reachable(settings.device()))
                        : configured(settings.subnet());
        return new Kept(id(random), id(random), id(random), subnet, clock.instant().toString());
    }

    private static String configured(String text) throws IOException {
        return Subnet.parse(text)
                .filter(subnet -> subnet.prefix() <= LARGEST_PREFIX)
                .map(Subnet::toString)
                .orElseThrow(() ->
                        new IOException(
                                "The subnet '%s' isn't a block of at least 8 IPv4 addresses, for example 172.30.0.0/16"
                                        .formatted(text)));
    }

    /** The blocks that Docker takes too, in the same order. */
    static String freeSubnet(List<String> reachable) throws IOException {
        List<String> candidates = new ArrayList<>();
        for (int second = 17; second <= 31; second++) {
            candidates.add("172." + second + ".0.0/16");
        }
        for (int third = 0; third < 256; third += 16) {
            candidates.add("192.168." + third + ".0/20");
        }
        List<Subnet> taken =
                reachable.stream().flatMap(text -> Subnet.parse(text).stream()).toList();
        for (String candidate : candidates) {
            Subnet subnet = Subnet.parse(candidate).orElseThrow();
            if (taken.stream().noneMatch(subnet::overlaps)) {
                return candidate;
            }
        }
        throw new IOException(
                "This machine has routes to all blocks of addresses that are usual for containers;"
                        + " choose one with the subnet setting");
    }

    static String id(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    NetworkSpec bridge() {
        return bridge;
    }

    Instant created() {
        return Instant.parse(kept.created());
    }

    /** The id of the network in which containers are that ask for this mode. */
    String id(NetworkMode mode) {
        return switch (mode) {
            case NetworkMode.Bridge named -> requireBridge(named.network()).id();
            case NetworkMode.Host host -> kept.host();
            case NetworkMode.None none -> kept.none();
            case NetworkMode.Container container -> "";
        };
    }

    private NetworkSpec requireBridge(String reference) {
        if (reference.equals(bridge.name()) || bridge.id().startsWith(reference)) {
            return bridge;
        }
        throw EngineProblem.notFound("network %s not found".formatted(reference));
    }

    /** Name and id of each. */
    List<Named> all() {
        List<Named> all = new ArrayList<>();
        all.add(new Named(bridge.name(), kept.bridge(), defaults.name()));
        if (defaults.hostNetwork()) {
            all.add(new Named("host", kept.host(), "host"));
        }
        all.add(new Named("none", kept.none(), "null"));
        return all;
    }

    /** A network by its name, its id or the beginning of its id. */
    Named require(String reference) {
        return all().stream()
                .filter(named -> named.name().equals(reference))
                .findFirst()
                .or(() ->
                        all().stream()
                                .filter(named ->
                                        !reference.isEmpty() && named.id().startsWith(reference))
                                .findFirst())
                .orElseThrow(
                        () -> EngineProblem.notFound("network %s not found".formatted(reference)));
    }

    /**
     * A network.
     *
     * @param driver what Docker calls its kind
     */
    record Named(String name, String id, String driver) {}
}
