package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.AccessService;
import dev.mullion.security.access.NewBinding;
import dev.mullion.security.access.Place;
import dev.mullion.security.access.Reach;
import dev.mullion.security.access.Role;
import dev.mullion.security.access.RoleService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Access", description = "Roles, and who has which of them outside of tenants")
class AccessApi {

    private final RoleService roles;
    private final AccessService access;

    AccessApi(RoleService roles, AccessService access) {
        this.roles = roles;
        this.access = access;
    }

    /**
     * A role.
     *
     * @param readyMade whether it comes with Mullion and can't be changed
     * @param permissions what it grants, and how far below the path it is bound at
     * @param places what it can be bound at
     */
    record RoleBody(
            UUID id,
            String name,
            String summary,
            boolean readyMade,
            SortedMap<String, Reach> permissions,
            Set<Place> places) {

        static RoleBody of(Role role) {
            var permissions = new TreeMap<String, Reach>();
            role.permissions()
                    .forEach((permission, reach) -> permissions.put(permission.code(), reach));
            return new RoleBody(
                    role.id(),
                    role.name(),
                    role.summary(),
                    role.readyMade(),
                    permissions,
                    role.places());
        }
    }

    /** A role as it shall be. */
    record NewRoleBody(
            @Nullable String name,
            @Nullable String summary,
            @Nullable Set<Permission> permissions) {}

    /**
     * A role to be given.
     *
     * @param principal the account or group that gets it
     * @param path where it shall count, such as {@code /} or {@code /hosts/{id}}
     */
    record NewBindingBody(
            @Nullable UUID principal,
            @Nullable UUID role,
            @Nullable AccessPath path,
            @Nullable Instant from,
            @Nullable Instant until) {}

    @GetMapping("/roles")
    @Operation(summary = "List roles, with what each grants")
    List<RoleBody> roles() {
        return roles.list().stream().map(RoleBody::of).toList();
    }

    @PostMapping("/roles")
    @Operation(summary = "Make a role up")
    @ApiResponse(responseCode = "201", description = "It is there; nobody has it yet")
    ResponseEntity<RoleBody> createRole(@RequestBody NewRoleBody body) {
        var asked = "make a role";
        var role =
                roles.create(
                        Required.field("name", body.name(), asked),
                        Objects.requireNonNullElse(body.summary(), ""),
                        Required.field("permissions", body.permissions(), asked));
        return ResponseEntity.created(URI.create("/api/v1/roles/" + role.id()))
                .body(RoleBody.of(role));
    }

    @PutMapping("/roles/{role}")
    @Operation(
            summary = "Change a role that somebody made up",
            description = "It changes for all who have it.")
    RoleBody changeRole(@PathVariable UUID role, @RequestBody NewRoleBody body) {
        var asked = "change a role";
        return RoleBody.of(
                roles.change(
                        role,
                        Required.field("name", body.name(), asked),
                        Objects.requireNonNullElse(body.summary(), ""),
                        Required.field("permissions", body.permissions(), asked)));
    }

    @DeleteMapping("/roles/{role}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Remove a role that somebody made up",
            description = "Whoever has it has it no longer.")
    void removeRole(@PathVariable UUID role) {
        roles.remove(role);
    }

    @GetMapping("/bindings")
    @Operation(summary = "List who has which role outside of tenants")
    Page<BoundRoleBody> bindings(@ParameterObject Listing listing) {
        return listing.byName(
                access.bindings().stream().map(BoundRoleBody::of).toList(), BoundRoleBody::words);
    }

    @PostMapping("/bindings")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Give somebody a role outside of tenants",
            description = "Nobody gives what they don't hold there themselves.")
    @ApiResponse(responseCode = "201", description = "It counts")
    BoundRoleBody bind(@RequestBody NewBindingBody body) {
        var asked = "give a role";
        return BoundRoleBody.of(
                access.bind(
                        new NewBinding(
                                Required.field("path", body.path(), asked),
                                Required.field("principal", body.principal(), asked),
                                Required.field("role", body.role(), asked),
                                body.from(),
                                body.until())));
    }

    @DeleteMapping("/bindings/{binding}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a role outside of tenants away")
    void unbind(
            @PathVariable UUID binding,
            @Parameter(description = "Where it is bound") @RequestParam AccessPath path) {
        access.unbind(path, binding);
    }

    @GetMapping("/rights")
    @Operation(
            summary = "Show what the caller may at a path",
            description = "Each permission, with the binding that gives it or who could give it.")
    List<RightBody> ownRights(@RequestParam(defaultValue = "/") String path) {
        return access.ownRights(resource(path)).stream().map(RightBody::of).toList();
    }

    @GetMapping("/rights/{account}")
    @Operation(summary = "Show what an account may at a place")
    List<RightBody> rights(
            @PathVariable UUID account, @RequestParam(defaultValue = "/") AccessPath path) {
        return access.rights(path, account).stream().map(RightBody::of).toList();
    }

    private static Resource resource(String path) {
        try {
            return Resource.at(path);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                            "path",
                            "look at the path \"" + path + "\"",
                            "that is no path",
                            "Give one like /hosts/{id}.")
                    .causedBy(e);
        }
    }
}
