package dev.mullion.engine.container;

import dev.mullion.docker.Digest;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.BoundedText;
import dev.mullion.engine.http.Filters;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The filters of the list of containers. The values of one are alternatives, all filters count. */
final class ListFilters {

    private static final Set<String> KNOWN =
            Set.of(
                    "ancestor",
                    "before",
                    "expose",
                    "exited",
                    "health",
                    "id",
                    "isolation",
                    "label",
                    "name",
                    "network",
                    "publish",
                    "since",
                    "status",
                    "volume",
                    "is-task");

    private static final Set<String> HEALTH = Set.of("none", "starting", "healthy", "unhealthy");

    private final Filters filters;
    private final List<Pattern> names;
    private final List<Long> exited;
    private final List<Digest> ancestors;
    private final @Nullable Instant before;
    private final @Nullable Instant since;
    private final List<Range> published;
    private final List<Range> exposed;

    /** Ports from one to another, of a protocol. */
    private record Range(int first, int last, String protocol) {

        static Range of(String text) {
            String[] parts = text.split("/", -1);
            String protocol = parts.length > 1 ? parts[1] : "tcp";
            String[] ends = parts[0].split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = ends.length > 1 ? Integer.parseInt(ends[1]) : first;
                return new Range(first, last, protocol);
            } catch (NumberFormatException e) {
                throw EngineProblem.invalid("invalid filter 'publish/expose=" + text + "'");
            }
        }

        boolean has(int port, String type) {
            return port >= first && port <= last && type.equals(protocol);
        }
    }

    /**
     * Reads the filters.
     *
     * @param images finds an image by its name or id
     * @param containers finds when a container was made; 404 if there is none
     * @throws EngineProblem 400 for filters or values nobody knows
     */
    ListFilters(
            Filters filters,
            Function<String, Optional<Digest>> images,
            Function<String, Instant> containers) {
        this.filters = filters.only(KNOWN);
        this.names = filters.all("name").stream().map(ListFilters::pattern).toList();
        this.exited = filters.all("exited").stream().map(ListFilters::code).toList();
        this.ancestors =
                filters.all("ancestor").stream().map(images).flatMap(Optional::stream).toList();
        this.before =
                filters.all("before").stream().map(containers).reduce((a, b) -> b).orElse(null);
        this.since = filters.all("since").stream().map(containers).reduce((a, b) -> b).orElse(null);
        this.published = filters.all("publish").stream().map(Range::of).toList();
        this.exposed = filters.all("expose").stream().map(Range::of).toList();
        filters.all("status").forEach(ListFilters::checkStatus);
        filters.all("health").forEach(ListFilters::checkHealth);
        filters.flag("is-task", false);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(text));
        }
    }

    private static long code(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw EngineProblem.invalid("invalid filter 'exited=" + text + "'");
        }
    }

    private static void checkStatus(String text) {
        if (Arrays.stream(Phase.values()).noneMatch(phase -> phase.word().equals(text))) {
            throw EngineProblem.invalid("invalid filter 'status=" + text + "'");
        }
    }

    private static void checkHealth(String text) {
        if (!HEALTH.contains(text)) {
            throw EngineProblem.invalid("invalid filter 'health=" + text + "'");
        }
    }

    /** Whether containers that don't run are wanted, because a filter can only mean them too. */
    boolean wantAll() {
        return filters.has("status") || filters.has("exited");
    }

    /** Whether a container fits, as far as its ports don't matter. */
    boolean fits(ContainerRecord container) {
        Definition definition = container.definition();
        return filters.matchesPrefix("id", definition.id().hex())
                && fitsName(definition.name())
                && filters.matchesLabels("label", definition.config().labels())
                && filters.matches("status", container.standing().phase().word())
                && fitsExit(container.standing())
                && (!filters.has("ancestor") || ancestors.contains(definition.image()))
                && (before == null || definition.created().isBefore(before))
                && (since == null || definition.created().isAfter(since))
                && fitsVolume(definition.mounts())
                && fitsNetwork(definition)
                && filters.matches("health", "none")
                && fitsIsolation(definition)
                && !filters.flag("is-task", false);
    }

    private boolean fitsName(String name) {
        return names.isEmpty()
                || names.stream().anyMatch(each -> found(each, name) || found(each, "/" + name));
    }

    private static boolean found(Pattern pattern, String name) {
        return pattern.matcher(new BoundedText(name)).find();
    }

    private boolean fitsExit(Standing standing) {
        return exited.isEmpty()
                || (standing.phase() == Phase.EXITED && exited.contains(standing.exitCode()));
    }

    private boolean fitsVolume(List<PlannedMount> mounts) {
        return !filters.has("volume")
                || mounts.stream()
                        .anyMatch(mount ->
                                filters.matches("volume", mount.destination())
                                        || (mount.name() != null
                                                && filters.matches("volume", mount.name()))
                                        || (mount.source() != null
                                                && filters.matches("volume", mount.source())));
    }

    private boolean fitsNetwork(Definition definition) {
        String mode = definition.hostConfig().networkMode();
        return filters.matches("network", mode == null ? "bridge" : mode);
    }

    private boolean fitsIsolation(Definition definition) {
        return filters.matches("isolation", definition.hostConfig().isolation().wire());
    }

    /** Whether a container fits by its ports. */
    boolean fitsPorts(Definition definition, List<PublishedPort> ports) {
        boolean fitsPublished =
                published.isEmpty()
                        || ports.stream()
                                .anyMatch(port ->
                                        published.stream()
                                                .anyMatch(range ->
                                                        range.has(port.publicPort(), port.type())));
        boolean fitsExposed =
                exposed.isEmpty()
                        || ports.stream()
                                .anyMatch(port ->
                                        exposed.stream()
                                                .anyMatch(range ->
                                                        range.has(
                                                                port.privatePort(), port.type())));
        return fitsPublished && fitsExposed;
    }
}
