package dev.mullion.backend.api;

import dev.mullion.backend.admission.TryOut;
import dev.mullion.backend.api.PolicyBodies.MergedRuleBody;
import dev.mullion.backend.api.PolicyBodies.NewPolicyBody;
import dev.mullion.backend.api.PolicyBodies.PolicyBody;
import dev.mullion.backend.api.PolicyBodies.RuleBody;
import dev.mullion.backend.api.PolicyBodies.VerdictBody;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.Rules;
import dev.mullion.security.policy.PolicyPlace;
import dev.mullion.security.policy.PolicyService;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What may run: what is said where, what comes of it together, and what it says to a request. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Policies", description = "What may run where, whoever asks")
class PolicyApi {

    private static final String WRITE = "write the policy";

    private final PolicyService policies;
    private final TryOut tryOut;

    PolicyApi(PolicyService policies, TryOut tryOut) {
        this.policies = policies;
        this.tryOut = tryOut;
    }

    /**
     * A request to try.
     *
     * @param host where it would run
     * @param tenant whose it would be; the platform's own without
     * @param stage the tenant's stage; has to be there if the tenant is
     * @param request a line of docker run, or the JSON that Docker's client would send
     */
    record TryBody(
            @Nullable HostId host,
            @Nullable TenantId tenant,
            @Nullable Stage stage,
            @Nullable String request) {

        private static final String ASKED = "try a request";

        Destination where() {
            var on = Required.field("host", host, ASKED);
            if (tenant == null && stage == null) {
                return Destination.platform(on);
            }
            return new Destination(
                    Required.field("tenant", tenant, ASKED),
                    Required.field("stage", stage, ASKED),
                    on);
        }
    }

    @GetMapping("/policies/rules")
    @Operation(summary = "List the rules there are")
    List<RuleBody> rules() {
        return Rules.ALL.stream().sorted().map(PolicyBodies::rule).toList();
    }

    @GetMapping("/policies/{trust}")
    @Operation(
            summary = "Show what holds for all tenants of a trust level",
            description = "What is built in for the level is above it and not shown here.")
    PolicyBody get(@PathVariable Trust trust) {
        return read(new PolicyPlace.OfTrust(trust));
    }

    @PutMapping("/policies/{trust}")
    @Operation(summary = "Say what holds for all tenants of a trust level")
    PolicyBody put(@PathVariable Trust trust, @RequestBody NewPolicyBody body) {
        return write(new PolicyPlace.OfTrust(trust), body);
    }

    @DeleteMapping("/policies/{trust}")
    @Operation(
            summary = "Let what comes with Mullion hold again for a trust level",
            description = "Answers with what holds then.")
    PolicyBody delete(@PathVariable Trust trust, @RequestParam long version) {
        return reset(new PolicyPlace.OfTrust(trust), version);
    }

    @GetMapping("/policies/{trust}/merged")
    @Operation(summary = "Show what a trust level allows, with where each value comes from")
    List<MergedRuleBody> merged(@PathVariable Trust trust) {
        return merged(new PolicyPlace.OfTrust(trust));
    }

    @GetMapping("/tenants/{tenant}/policy")
    @Operation(summary = "Show what is said for a tenant beside what holds for its trust level")
    PolicyBody get(@PathVariable TenantId tenant) {
        return read(new PolicyPlace.OfTenant(tenant));
    }

    @PutMapping("/tenants/{tenant}/policy")
    @Operation(
            summary = "Say what holds for a tenant",
            description = "What would allow more than the levels above is without effect.")
    PolicyBody put(@PathVariable TenantId tenant, @RequestBody NewPolicyBody body) {
        return write(new PolicyPlace.OfTenant(tenant), body);
    }

    @DeleteMapping("/tenants/{tenant}/policy")
    @Operation(summary = "Take back what is said for a tenant")
    PolicyBody delete(@PathVariable TenantId tenant, @RequestParam long version) {
        return reset(new PolicyPlace.OfTenant(tenant), version);
    }

    @GetMapping("/tenants/{tenant}/policy/merged")
    @Operation(summary = "Show what a tenant may run, with where each value comes from")
    List<MergedRuleBody> merged(@PathVariable TenantId tenant) {
        return merged(new PolicyPlace.OfTenant(tenant));
    }

    @GetMapping("/tenants/{tenant}/stages/{stage}/policy")
    @Operation(summary = "Show what is said for a stage beside what holds for its tenant")
    PolicyBody get(@PathVariable TenantId tenant, @PathVariable Stage stage) {
        return read(new PolicyPlace.OfStage(tenant, stage));
    }

    @PutMapping("/tenants/{tenant}/stages/{stage}/policy")
    @Operation(
            summary = "Say what holds for a stage",
            description = "What would allow more than the levels above is without effect.")
    PolicyBody put(
            @PathVariable TenantId tenant,
            @PathVariable Stage stage,
            @RequestBody NewPolicyBody body) {
        return write(new PolicyPlace.OfStage(tenant, stage), body);
    }

    @DeleteMapping("/tenants/{tenant}/stages/{stage}/policy")
    @Operation(summary = "Take back what is said for a stage")
    PolicyBody delete(
            @PathVariable TenantId tenant, @PathVariable Stage stage, @RequestParam long version) {
        return reset(new PolicyPlace.OfStage(tenant, stage), version);
    }

    @GetMapping("/tenants/{tenant}/stages/{stage}/policy/merged")
    @Operation(summary = "Show what may run at a stage, with where each value comes from")
    List<MergedRuleBody> merged(@PathVariable TenantId tenant, @PathVariable Stage stage) {
        return merged(new PolicyPlace.OfStage(tenant, stage));
    }

    @PostMapping("/policies/try")
    @Operation(
            summary = "Try what policies say to a request",
            description = "Nothing is made. The image has to be on the host.")
    VerdictBody tryOut(@RequestBody TryBody body) {
        return VerdictBody.of(
                tryOut.of(body.where(), Required.field("request", body.request(), TryBody.ASKED)));
    }

    private PolicyBody read(PolicyPlace place) {
        return PolicyBody.of(policies.read(place));
    }

    private PolicyBody write(PolicyPlace place, NewPolicyBody body) {
        long version = Required.field("version", body.version(), WRITE);
        return PolicyBody.of(policies.write(place, version, body.document(WRITE)).now());
    }

    private PolicyBody reset(PolicyPlace place, long version) {
        return PolicyBody.of(policies.reset(place, version).now());
    }

    private List<MergedRuleBody> merged(PolicyPlace place) {
        return policies.merged(place).rules().stream().map(MergedRuleBody::of).toList();
    }
}
