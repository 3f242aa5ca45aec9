package dev.mullion.security.quota;

import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.QuotaPlace.OfTenant;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The quotas of tenants and their stages. A stage's quota only ever narrows its tenant's: both
 * hold. What is over a quota that was lowered goes on running; nothing comes to it.
 */
@Service
public class QuotaService {

    private final QuotaTable table;
    private final Quotas quotas;
    private final Clock clock;
    private final TransactionTemplate transaction;

    QuotaService(
            QuotaTable table, Quotas quotas, Clock clock, PlatformTransactionManager transactions) {
        this.table = table;
        this.quotas = quotas;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A quota with what is taken of it now.
     *
     * @throws NoSuchThingException if there is no such tenant or stage
     */
    @Requires(Permission.QUOTA_READ)
    public QuotaReport read(QuotaPlace place) {
        check(place);
        Map<String, Limits> limits = table.limits(place.tenant());
        Map<String, Use> use =
                table.use(place.tenant(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        return switch (place) {
            case OfStage stage -> stage(stage, limits, use);
            case OfTenant whole ->
                    new QuotaReport(
                            whole,
                            limits.getOrDefault(whole.stageCode(), Limits.NONE),
                            use.values().stream().reduce(Use.NOTHING, Use::plus),
                            table.stages(whole.tenant()).stream()
                                    .map(stage -> new OfStage(whole.tenant(), stage))
                                    .map(stage -> stage(stage, limits, use))
                                    .toList());
        };
    }

    private static QuotaReport stage(
            OfStage stage, Map<String, Limits> limits, Map<String, Use> use) {
        return new QuotaReport(
                stage,
                limits.getOrDefault(stage.stageCode(), Limits.NONE),
                use.getOrDefault(stage.stageCode(), Use.NOTHING),
                List.of());
    }

    /**
     * What would be taken of each limit if one more container were made at a stage.
     *
     * @throws NoSuchThingException if there is no such tenant or stage
     */
    @Requires(Permission.QUOTA_READ)
    public List<Forecast> after(OfStage at, Demand demand) {
        check(at);
        return quotas.after(at, demand);
    }

    /**
     * Says how much a tenant may take from now on.
     *
     * @param limits all of them; what isn't among them has no limit any more
     * @throws NoSuchThingException if there is no such tenant
     */
    @Requires(Permission.QUOTA_WRITE)
    public QuotaChange write(OfTenant tenant, Limits limits) {
        return put(tenant, limits);
    }

    /**
     * Says how much of what its tenant may take one stage may take.
     *
     * @param limits as for {@link #write}
     * @throws NoSuchThingException if there is no such tenant or stage
     */
    @Requires(Permission.QUOTA_SPLIT)
    public QuotaChange split(OfStage stage, Limits limits) {
        return put(stage, limits);
    }

    private QuotaChange put(QuotaPlace place, Limits limits) {
        return transaction.execute(_ -> {
            table.lock(place.tenant());
            check(place);
            var before = table.limits(place.tenant());
            table.put(place, limits);
            return new QuotaChange(
                    place, before.getOrDefault(place.stageCode(), Limits.NONE), limits);
        });
    }

    private void check(QuotaPlace place) {
        if (!table.exists(place.tenant())) {
            throw new NoSuchThingException("There is no such tenant.");
        }
        if (place instanceof OfStage(var tenant, var stage)
                && !table.stages(tenant).contains(stage)) {
            throw new NoSuchThingException("The tenant has no stage " + stage.code() + ".");
        }
    }
}
