package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tenants. One that the caller may not see is answered like one that never was. */
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "Tenants", description = "Teams and customers, apart from each other")
class TenantApi {

    private final TenantService tenants;

    TenantApi(TenantService tenants) {
        this.tenants = tenants;
    }

    /** A tenant to make. */
    record NewTenantBody(
            @Nullable String name, @Nullable Trust trust, @Nullable Set<Stage> stages) {}

    /** What to change about a tenant; what is left out stays. */
    record TenantChangeBody(@Nullable String name, @Nullable Set<Stage> stages) {}

    /** How far to trust a tenant. */
    record TrustBody(@Nullable Trust trust) {}

    @GetMapping
    @Operation(
            summary = "List tenants",
            description = "Those that the caller may see. Text is looked for in the name.")
    Page<Tenant> list(@ParameterObject Listing listing) {
        return listing.byName(tenants.list(), Tenant::name);
    }

    @GetMapping("/{tenant}")
    @Operation(summary = "Show a tenant")
    Tenant get(@PathVariable TenantId tenant) {
        return tenants.get(tenant);
    }

    @PostMapping
    @Operation(
            summary = "Make a tenant",
            description = "Nobody is in it yet; add its owner as a member next.")
    @ApiResponse(responseCode = "201", description = "It is there; Location says where")
    ResponseEntity<Tenant> create(@RequestBody NewTenantBody body) {
        var asked = "make a tenant";
        var tenant =
                tenants.create(
                        Required.field("name", body.name(), asked),
                        Required.field("trust", body.trust(), asked),
                        Required.field("stages", body.stages(), asked));
        return ResponseEntity.created(URI.create("/api/v1/tenants/" + tenant.id())).body(tenant);
    }

    @PatchMapping("/{tenant}")
    @Operation(
            summary = "Rename a tenant, or change its stages",
            description = "Who was bound at a stage that goes has that role no longer.")
    Tenant change(@PathVariable TenantId tenant, @RequestBody TenantChangeBody body) {
        var known = tenants.get(tenant);
        return tenants.change(
                tenant,
                Objects.requireNonNullElse(body.name(), known.name()),
                Objects.requireNonNullElse(body.stages(), known.stages()));
    }

    @PostMapping("/{tenant}/trust")
    @Operation(summary = "Say how far a tenant is trusted")
    Tenant trust(@PathVariable TenantId tenant, @RequestBody TrustBody body) {
        return tenants.trust(
                tenant, Required.field("trust", body.trust(), "say how far to trust the tenant"));
    }

    @PostMapping("/{tenant}/suspend")
    @Operation(
            summary = "Suspend a tenant",
            description = "Its members may do nothing in it from now on; what runs goes on.")
    Tenant suspend(@PathVariable TenantId tenant) {
        return tenants.suspend(tenant);
    }

    @PostMapping("/{tenant}/resume")
    @Operation(summary = "Let a suspended tenant go on")
    Tenant resume(@PathVariable TenantId tenant) {
        return tenants.resume(tenant);
    }

    @DeleteMapping("/{tenant}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Remove a tenant",
            description = "Only a suspended one. Takes with it what is bound in it.")
    void remove(@PathVariable TenantId tenant) {
        tenants.remove(tenant);
    }
}
