package dev.mullion.engine.volume;

import dev.mullion.docker.api.VolumeDetails;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Filters;
import dev.mullion.engine.http.Routes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The part of the API about volumes. */
public final class VolumeRoutes {

    private static final Set<String> LISTED_BY = Set.of("dangling", "driver", "label", "name");
    private static final Set<String> PRUNED_BY = Set.of("label", "label!", "all");

    private final Volumes volumes;

    /** Answers for these volumes. */
    public VolumeRoutes(Volumes volumes) {
        this.volumes = volumes;
    }

    /** Adds the routes. */
    public void addTo(Routes routes) {
        routes.get("/volumes", this::list)
                .post("/volumes/create", this::create)
                .post("/volumes/prune", this::prune)
                .get("/volumes/{name}", this::inspect)
                .delete("/volumes/{name}", this::remove);
    }

    /** Returns all volumes with what they take, for the host's disk usage. */
    public List<VolumeDetails> usage() {
        return volumes.list(all -> true).stream()
                .map(volume ->
                        details(
                                volume,
                                new VolumeDetails.UsageData(
                                        volumes.users(volume.name()).size(),
                                        volumes.bytes(volume.name()))))
                .toList();
    }

    private void list(Call call) throws IOException {
        Filters filters = call.filters().only(LISTED_BY);
        Predicate<Volume> wanted =
                volume ->
                        filters.matches("driver", Volume.DRIVER)
                                && filters.matchesLabels("label", volume.labels())
                                && NameFilter.matches(filters.all("name"), volume.name());
        if (filters.has("dangling")) {
            boolean dangling = filters.flag("dangling", true);
            wanted = wanted.and(volume -> volumes.users(volume.name()).isEmpty() == dangling);
        }
        List<VolumeDetails> found =
                volumes.list(wanted).stream().map(volume -> details(volume, null)).toList();
        call.json(200, new VolumeDetails.Listed(found, List.of()));
    }

    private void create(Call call) throws IOException {
        VolumeDetails.Wanted wanted =
                call.optionalBody(VolumeDetails.Wanted.class)
                        .orElseGet(() -> new VolumeDetails.Wanted("", "", Map.of(), Map.of()));
        Volume made =
                volumes.create(
                        wanted.name(), wanted.driver(), wanted.labels(), wanted.driverOpts());
        call.json(201, details(made, null));
    }

    private void inspect(Call call) throws IOException {
        call.json(200, details(volumes.require(call.path("name")), null));
    }

    private void remove(Call call) throws IOException {
        volumes.remove(call.path("name"), call.flag("force"));
        call.empty(204);
    }

    /** Since 1.42 a prune spares volumes that somebody named, unless all are asked for. */
    private void prune(Call call) throws IOException {
        Filters filters = call.filters().only(PRUNED_BY);
        boolean named = !call.version().atLeast(1, 42) || filters.flag("all", false);
        Volumes.Pruned pruned =
                volumes.prune(volume ->
                        (named || volume.anonymous())
                                && filters.matchesLabels("label", volume.labels())
                                && (!filters.has("label!")
                                        || !filters.matchesLabels("label!", volume.labels())));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("VolumesDeleted", pruned.names());
        answer.put("SpaceReclaimed", pruned.bytes());
        call.json(200, answer);
    }

    private VolumeDetails details(
            Volume volume, VolumeDetails.@org.jspecify.annotations.Nullable UsageData usage) {
        return new VolumeDetails(
                volume.created(),
                Volume.DRIVER,
                volume.labels(),
                volumes.shownMountpoint(volume.name()).toString(),
                volume.name(),
                volume.options(),
                "local",
                usage);
    }
}
