package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.security.access.AccessPath;
import dev.mullion.security.access.AccessService;
import dev.mullion.security.access.NewBinding;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
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
@RequestMapping("/api/v1/tenants/{tenant}")
@Tag(name = "Tenants")
class MemberApi {

    private final AccessService access;

    MemberApi(AccessService access) {
        this.access = access;
    }

    /**
     * Somebody to be given a role in a tenant.
     *
     * @param principal the account or group; or else its name
     * @param name the account's or group's name; or else its id
     * @param role the role's id
     * @param stage only at this stage; in the whole tenant without
     */
    record NewMemberBody(
            @Nullable UUID principal,
            @Nullable String name,
            @Nullable UUID role,
            @Nullable Stage stage,
            @Nullable Instant from,
            @Nullable Instant until) {}

    @GetMapping("/members")
    @Operation(summary = "List who has which role in a tenant, its stages included")
    Page<BoundRoleBody> members(@PathVariable TenantId tenant, @ParameterObject Listing listing) {
        return listing.byName(
                access.members(tenant.accessPath()).stream().map(BoundRoleBody::of).toList(),
                BoundRoleBody::words);
    }

    @PostMapping("/members")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Give somebody a role in a tenant",
            description = "Nobody gives what they don't hold there themselves.")
    @ApiResponse(responseCode = "201", description = "It counts")
    BoundRoleBody add(@PathVariable TenantId tenant, @RequestBody NewMemberBody body) {
        var asked = "add a member";
        var at = at(tenant, body.stage());
        var role = Required.field("role", body.role(), asked);
        return BoundRoleBody.of(
                access.addMember(
                        new NewBinding(
                                at, principal(at, body, asked), role, body.from(), body.until())));
    }

    private UUID principal(AccessPath at, NewMemberBody body, String asked) {
        if (body.principal() != null && body.name() != null) {
            throw Problem.invalid(
                    "name", asked, "both an id and a name are given", "Give one of them.");
        }
        return body.principal() != null
                ? body.principal()
                : access.named(at, Required.field("name", body.name(), asked)).id();
    }

    @DeleteMapping("/members/{binding}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a role in a tenant away")
    void remove(
            @PathVariable TenantId tenant,
            @PathVariable UUID binding,
            @Parameter(description = "The stage it is bound at, if not in the whole tenant")
                    @RequestParam(required = false)
                    @Nullable String stage) {
        access.removeMember(at(tenant, stage(stage)), binding);
    }

    @GetMapping("/rights")
    @Operation(
            summary = "Show what an account may in a tenant",
            description = "Each permission, with the binding that gives it or who could give it.")
    List<RightBody> rights(
            @PathVariable TenantId tenant,
            @RequestParam UUID account,
            @RequestParam(required = false) @Nullable String stage) {
        return access.rights(at(tenant, stage(stage)), account).stream()
                .map(RightBody::of)
                .toList();
    }

    private static @Nullable Stage stage(@Nullable String word) {
        return word == null ? null : QueryChoice.of("stage", Stage.class, word);
    }

    private static AccessPath at(TenantId tenant, @Nullable Stage stage) {
        return stage == null ? tenant.accessPath() : tenant.at(stage);
    }
}
