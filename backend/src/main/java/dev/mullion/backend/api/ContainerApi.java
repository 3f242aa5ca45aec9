package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.container.LaunchResult;
import dev.mullion.backend.host.HostId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/containers")
@Tag(name = "Containers", description = "Containers on all hosts")
class ContainerApi {

    private static final String USUAL_GRACE = "10";
    private static final int LONGEST_GRACE = 3600;

    private final ContainerService containers;

    ContainerApi(ContainerService containers) {
        this.containers = containers;
    }

    /**
     * Another name.
     *
     * @param name the new one
     */
    record RenameBody(@Nullable String name) {}

    @GetMapping
    @Operation(
            summary = "List containers",
            description =
                    "Words are looked for in name, image, id, host and labels. Sort keys: name, status, image, host, created.")
    Page<ContainerRow> list(
            @ParameterObject Listing listing,
            @RequestParam(required = false) @Nullable List<HostId> host,
            @RequestParam(required = false) @Nullable List<String> status,
            @RequestParam(required = false) @Nullable Isolation isolation,
            @RequestParam(required = false) @Nullable TenantId tenant,
            @RequestParam(required = false) @Nullable Stage stage) {
        return containers.list(
                new ContainerQuery(
                        listing.words(),
                        host == null ? Set.of() : new HashSet<>(host),
                        QueryChoice.all("status", ContainerStatus.class, status),
                        isolation,
                        tenant,
                        stage,
                        listing.sortedBy(ContainerQuery.Sort.NAME),
                        listing.descending(false),
                        listing.from(),
                        listing.most()));
    }

    @PostMapping
    @Operation(
            summary = "Create a container",
            description = "And start it, unless told not to. The image has to be on the host.")
    @ApiResponse(responseCode = "201", description = "It is there; Location says where")
    ResponseEntity<LaunchResult> create(@RequestBody LaunchBody body) {
        var result = containers.launch(body.where(), body.launch());
        return ResponseEntity.created(URI.create("/api/v1/containers/" + result.key()))
                .body(result);
    }

    @GetMapping("/{container}")
    @Operation(summary = "Show a container, as last seen")
    ContainerRow get(@PathVariable ContainerKey container) {
        return containers.get(container);
    }

    @GetMapping("/{container}/inspect")
    @Operation(
            summary = "Ask the host all about a container",
            description = "In the words of the Docker Engine API.")
    ContainerDetails inspect(@PathVariable ContainerKey container) {
        return containers.inspect(container);
    }

    @PostMapping("/{container}/start")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Start a container")
    void start(@PathVariable ContainerKey container) {
        containers.start(container);
    }

    @PostMapping("/{container}/stop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Stop a container", description = "It is killed when the grace is over.")
    void stop(
            @PathVariable ContainerKey container,
            @Parameter(description = "Seconds, 0 to 3600") @RequestParam(defaultValue = USUAL_GRACE)
                    int grace) {
        containers.stop(container, grace("stop", grace));
    }

    @PostMapping("/{container}/restart")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Restart a container")
    void restart(
            @PathVariable ContainerKey container,
            @Parameter(description = "Seconds, 0 to 3600") @RequestParam(defaultValue = USUAL_GRACE)
                    int grace) {
        containers.restart(container, grace("restart", grace));
    }

    @PostMapping("/{container}/kill")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Send a container's main process a signal")
    void kill(
            @PathVariable ContainerKey container,
            @Parameter(description = "Its name or number") @RequestParam(defaultValue = "SIGKILL")
                    String signal) {
        containers.kill(container, signal);
    }

    @PostMapping("/{container}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Pause a container")
    void pause(@PathVariable ContainerKey container) {
        containers.pause(container);
    }

    @PostMapping("/{container}/unpause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Let a paused container go on")
    void unpause(@PathVariable ContainerKey container) {
        containers.unpause(container);
    }

    @PostMapping("/{container}/rename")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a container another name")
    void rename(@PathVariable ContainerKey container, @RequestBody RenameBody body) {
        containers.rename(container, Required.field("name", body.name(), "rename the container"));
    }

    @DeleteMapping("/{container}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a container", description = "What it wrote is lost.")
    void remove(
            @PathVariable ContainerKey container,
            @Parameter(description = "Whether to kill it if it runs")
                    @RequestParam(defaultValue = "false")
                    boolean force,
            @Parameter(description = "Whether its anonymous volumes go, too")
                    @RequestParam(defaultValue = "false")
                    boolean volumes) {
        containers.remove(container, force, volumes);
    }

    private static Duration grace(String verb, int seconds) {
        if (seconds < 0 || seconds > LONGEST_GRACE) {
            throw Problem.invalid(
                    "grace",
                    verb + " the container",
                    "a grace of " + seconds + " seconds can't be given",
                    "Give 0 to " + LONGEST_GRACE + ".");
        }
        return Duration.ofSeconds(seconds);
    }
}
