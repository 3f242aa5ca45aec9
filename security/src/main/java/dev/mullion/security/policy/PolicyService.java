package dev.mullion.security.policy;

import dev.mullion.security.Callers;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import dev.mullion.security.guardrail.MergedPolicy;
import dev.mullion.security.guardrail.Policy;
import dev.mullion.security.guardrail.PolicyDocument;
import dev.mullion.security.guardrail.PolicyFormatException;
import dev.mullion.security.guardrail.ReadyMade;
import dev.mullion.security.tenant.TenantId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The policies: what is said where, and what comes of it together. */
@Service
public class PolicyService {

    private final PolicyTable table;
    private final PolicyBook book;
    private final Callers callers;
    private final Clock clock;
    private final TransactionTemplate transaction;

    PolicyService(
            PolicyTable table,
            PolicyBook book,
            Callers callers,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.book = book;
        this.callers = callers;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What is said at one place.
     *
     * @throws NoSuchThingException if there is no such tenant or stage
     * @throws PolicyUnreadableException if it can't be understood
     */
    @Requires(Permission.POLICY_READ)
    public WrittenPolicy read(PolicyPlace place) {
        check(place);
        return current(place);
    }

    /**
     * What the levels down to a place allow together, each value with where it comes from and what
     * is without effect since it would loosen what is said above.
     *
     * @throws NoSuchThingException if there is no such tenant or stage
     * @throws PolicyUnreadableException if one of the levels can't be understood
     */
    @Requires(Permission.POLICY_READ)
    public MergedPolicy merged(PolicyPlace place) {
        var state = check(place);
        return switch (place) {
            case PolicyPlace.OfTrust(var trust) -> state.at(trust);
            case PolicyPlace.OfTenant(var tenant) -> state.at(subject(state, tenant));
            case PolicyPlace.OfStage(var tenant, var stage) ->
                    state.at(subject(state, tenant), stage);
        };
    }

    /**
     * Says what holds at one place from now on, instead of what was said there. It counts for the
     * next request; what runs goes on running.
     *
     * @param version the version that was read, {@link WrittenPolicy#UNWRITTEN} if there was none
     * @param document as {@link PolicyDocument} has it
     * @throws NoSuchThingException if there is no such tenant or stage
     * @throws PolicyFormatException if it isn't understood completely
     * @throws PolicyConflictException if somebody else wrote meanwhile
     */
    @Requires(Permission.POLICY_WRITE)
    public PolicyChange write(PolicyPlace place, long version, String document) {
        Policy policy = PolicyDocument.read(document);
        return change(place, version, policy);
    }

    /**
     * Takes back what is said at one place: for a trust level, what comes with Mullion holds again.
     *
     * @param version as for {@link #write}
     * @throws NoSuchThingException if there is no such tenant or stage
     * @throws PolicyConflictException if somebody else wrote meanwhile
     */
    @Requires(Permission.POLICY_WRITE)
    public PolicyChange reset(PolicyPlace place, long version) {
        return change(place, version, null);
    }

    private PolicyChange change(PolicyPlace place, long version, @Nullable Policy policy) {
        check(place);
        return transaction.execute(_ -> {
            long next = table.nextVersion();
            var stored = table.find(place);
            if (stored.map(StoredPolicy::version).orElse(WrittenPolicy.UNWRITTEN) != version) {
                throw new PolicyConflictException(
                        stored.map(other -> written(place, Policy.EMPTY, other))
                                .orElseGet(() -> unwritten(place)));
            }
            Policy before = stored.map(PolicyService::readable).orElseGet(() -> usual(place));
            if (policy == null) {
                table.remove(place);
                return new PolicyChange(before, unwritten(place));
            }
            var written =
                    new StoredPolicy(
                            place.key(),
                            PolicyDocument.write(policy),
                            next,
                            clock.instant().truncatedTo(ChronoUnit.MICROS),
                            callers.current().name());
            table.put(place, written);
            return new PolicyChange(before, written(place, policy, written));
        });
    }

    /** What can't be understood has to be replaceable, or nobody could ever mend it. */
    private static Policy readable(StoredPolicy stored) {
        try {
            return stored.policy();
        } catch (PolicyUnreadableException e) {
            return Policy.EMPTY;
        }
    }

    private WrittenPolicy current(PolicyPlace place) {
        return table.find(place)
                .map(stored -> written(place, stored.policy(), stored))
                .orElseGet(() -> unwritten(place));
    }

    private static WrittenPolicy written(PolicyPlace place, Policy policy, StoredPolicy stored) {
        return new WrittenPolicy(
                place, policy, stored.version(), stored.writtenAt(), stored.writtenBy());
    }

    private static WrittenPolicy unwritten(PolicyPlace place) {
        return new WrittenPolicy(place, usual(place), WrittenPolicy.UNWRITTEN, null, null);
    }

    private static Policy usual(PolicyPlace place) {
        return place instanceof PolicyPlace.OfTrust(var trust)
                ? ReadyMade.usual(trust).policy()
                : Policy.EMPTY;
    }

    /** Makes sure that there is such a place. */
    private PolicyState check(PolicyPlace place) {
        var state = book.now();
        switch (place) {
            case PolicyPlace.OfTrust _ -> {}
            case PolicyPlace.OfTenant(var tenant) -> subject(state, tenant);
            case PolicyPlace.OfStage(var tenant, var stage) -> {
                if (!subject(state, tenant).stages().contains(stage)) {
                    throw new NoSuchThingException("The tenant has no stage " + stage.code() + ".");
                }
            }
        }
        return state;
    }

    private static PolicyState.Subject subject(PolicyState state, TenantId tenant) {
        return state.subject(tenant.value())
                .orElseThrow(() -> new NoSuchThingException("There is no such tenant."));
    }
}
