package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.NewHost;
import dev.mullion.docker.HostAddress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/hosts")
@Tag(name = "Hosts", description = "Machines that run containers")
class HostApi {

    private final HostService hosts;

    HostApi(HostService hosts) {
        this.hosts = hosts;
    }

    /** What the list can be ordered by. */
    enum HostSort {
        NAME,
        STATE,
        ADDRESS,
        ADDED,
        CONTAINERS;

        Comparator<HostBody> comparator() {
            return switch (this) {
                case NAME -> Comparator.comparing(HostBody::name, String.CASE_INSENSITIVE_ORDER);
                case STATE -> Comparator.comparing(HostBody::state);
                case ADDRESS -> Comparator.comparing(host -> host.address().toString());
                case ADDED -> Comparator.comparing(HostBody::addedAt);
                case CONTAINERS -> Comparator.comparingInt(HostBody::containers);
            };
        }
    }

    /**
     * A host to add.
     *
     * @param name how to call it; the engine's own name without
     * @param address where its Docker Engine API is reached
     */
    record NewHostBody(@Nullable String name, @Nullable HostAddress address) {}

    /**
     * What to change about a host; what is left out stays.
     *
     * @param labels all of its labels, instead of those it has
     */
    record HostChangeBody(@Nullable String name, @Nullable Map<String, String> labels) {}

    @GetMapping
    @Operation(
            summary = "List hosts",
            description =
                    "Text is looked for in name and address. Sort keys: name, state, address, added, containers.")
    Page<HostBody> list(
            @ParameterObject Listing listing,
            @RequestParam(required = false) @Nullable List<String> state) {
        listing.check();
        var states = QueryChoice.all("state", HostState.class, state);
        var words = listing.words().toLowerCase(Locale.ROOT);
        var order = listing.sortedBy(HostSort.NAME).comparator();
        var matching =
                hosts.list().stream()
                        .map(HostBody::of)
                        .filter(host -> states.isEmpty() || states.contains(host.state()))
                        .filter(host ->
                                (host.name() + " " + host.address())
                                        .toLowerCase(Locale.ROOT)
                                        .contains(words))
                        .sorted(
                                (listing.descending(false) ? order.reversed() : order)
                                        .thenComparing(host -> host.id()))
                        .toList();
        return Page.cut(matching, listing.from(), listing.most());
    }

    @GetMapping("/{host}")
    @Operation(summary = "Show a host")
    HostBody get(@PathVariable HostId host) {
        return HostBody.of(hosts.get(host));
    }

    @PostMapping
    @Operation(
            summary = "Add a host",
            description = "It is asked who it is, for ten seconds at most.")
    @ApiResponse(responseCode = "201", description = "It is there; Location says where")
    ResponseEntity<HostBody> add(@RequestBody NewHostBody body) {
        var address = Required.field("address", body.address(), "add a host");
        var host = HostBody.of(hosts.add(new NewHost(body.name(), address)));
        return ResponseEntity.created(URI.create("/api/v1/hosts/" + host.id())).body(host);
    }

    @PatchMapping("/{host}")
    @Operation(summary = "Rename or label a host")
    HostBody change(@PathVariable HostId host, @RequestBody HostChangeBody body) {
        if (body.name() != null || body.labels() != null) {
            hosts.change(host, body.name(), body.labels());
        }
        return HostBody.of(hosts.get(host));
    }

    @DeleteMapping("/{host}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Remove a host",
            description = "Takes it out of the portal; nothing on the host itself changes.")
    void remove(@PathVariable HostId host) {
        hosts.remove(host);
    }
}
