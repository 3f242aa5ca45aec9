package dev.mullion.security.policy;

import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.MergedPolicy;
import dev.mullion.security.guardrail.Origin;
import dev.mullion.security.guardrail.Policies;
import dev.mullion.security.guardrail.PolicyLevel;
import dev.mullion.security.guardrail.ReadyMade;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * All tenants with their trust, and all policies, at one moment: never changes, so that nothing is
 * judged by a trust of yesterday and a policy of today. What several levels say together is worked
 * out when it is first asked for.
 */
public final class PolicyState {

    /**
     * A tenant as far as policies are about it.
     *
     * @param stages the stages it has
     * @param suspended whether nothing new may be done in it
     */
    public record Subject(UUID id, String name, Trust trust, Set<Stage> stages, boolean suspended) {

        public Subject {
            stages = Set.copyOf(stages);
        }
    }

    private final Map<String, StoredPolicy> policies;
    private final Map<UUID, Subject> subjects;
    private final Map<String, MergedPolicy> merged = new ConcurrentHashMap<>();

    PolicyState(Map<String, StoredPolicy> policies, Map<UUID, Subject> subjects) {
        this.policies = Map.copyOf(policies);
        this.subjects = Map.copyOf(subjects);
    }

    /** A tenant; empty if there is none. */
    public Optional<Subject> subject(UUID tenant) {
        return Optional.ofNullable(subjects.get(tenant));
    }

    /**
     * What holds for the platform's own work, which belongs to no tenant: the same as for tenants
     * that are trusted.
     *
     * @throws PolicyUnreadableException if that can't be told
     */
    public MergedPolicy platformsOwn() {
        return merged("", () -> platform(Trust.TRUSTED));
    }

    /**
     * What holds for a tenant's work at one of its stages.
     *
     * @throws PolicyUnreadableException if that can't be told
     */
    public MergedPolicy at(Subject tenant, Stage stage) {
        return merged(
                new TenantId(tenant.id()).at(stage).path(),
                () -> {
                    var levels = tenantLevels(tenant);
                    written(new PolicyPlace.OfStage(new TenantId(tenant.id()), stage))
                            .map(policy ->
                                    new PolicyLevel(
                                            Origin.stage(tenant.id(), tenant.name(), stage.code()),
                                            policy.policy()))
                            .ifPresent(levels::add);
                    return levels;
                });
    }

    /**
     * What holds for a tenant whatever the stage.
     *
     * @throws PolicyUnreadableException if that can't be told
     */
    public MergedPolicy at(Subject tenant) {
        return merged(new TenantId(tenant.id()).path(), () -> tenantLevels(tenant));
    }

    /**
     * What holds for all tenants of a trust level.
     *
     * @throws PolicyUnreadableException if that can't be told
     */
    public MergedPolicy at(Trust trust) {
        return merged(new PolicyPlace.OfTrust(trust).key(), () -> platform(trust));
    }

    private MergedPolicy merged(String key, Supplier<List<PolicyLevel>> levels) {
        return merged.computeIfAbsent(key, _ -> Policies.merge(levels.get()));
    }

    private List<PolicyLevel> tenantLevels(Subject tenant) {
        var levels = platform(tenant.trust());
        written(new PolicyPlace.OfTenant(new TenantId(tenant.id())))
                .map(policy ->
                        new PolicyLevel(Origin.tenant(tenant.id(), tenant.name()), policy.policy()))
                .ifPresent(levels::add);
        return levels;
    }

    /** What is written replaces what the platform usually says, but never what is built in. */
    private List<PolicyLevel> platform(Trust trust) {
        var levels = new ArrayList<PolicyLevel>();
        levels.add(ReadyMade.floor(trust));
        levels.add(
                written(new PolicyPlace.OfTrust(trust))
                        .map(policy -> new PolicyLevel(Origin.platform(trust), policy.policy()))
                        .orElseGet(() -> ReadyMade.usual(trust)));
        return levels;
    }

    private Optional<StoredPolicy> written(PolicyPlace place) {
        return Optional.ofNullable(policies.get(place.key()));
    }
}
