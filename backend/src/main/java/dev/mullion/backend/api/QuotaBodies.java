package dev.mullion.backend.api;

import dev.mullion.security.RefusedInputException;
import dev.mullion.security.quota.Forecast;
import dev.mullion.security.quota.Limits;
import dev.mullion.security.quota.QuotaKind;
import dev.mullion.security.quota.QuotaPlace;
import dev.mullion.security.quota.QuotaReport;
import dev.mullion.security.quota.Use;
import dev.mullion.security.tenant.Stage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How quotas travel: processors as a number that can have a fraction, all else whole. */
final class QuotaBodies {

    private static final int THOUSANDTHS = 3;

    private QuotaBodies() {}

    /** Thousandths of a processor, from a number of them. */
    static long millis(BigDecimal cpus) {
        try {
            return cpus.movePointRight(THOUSANDTHS).longValueExact();
        } catch (ArithmeticException e) {
            throw new RefusedInputException(
                    QuotaKind.CPU.code(),
                    "Processors are counted to the thousandth. Give a number such as 1.5.");
        }
    }

    private static Number amount(QuotaKind kind, long amount) {
        return kind == QuotaKind.CPU ? cpus(amount) : Long.valueOf(amount);
    }

    /** Without zeros at the end, and never with an exponent. */
    private static BigDecimal cpus(long millis) {
        var cpus = BigDecimal.valueOf(millis, THOUSANDTHS).stripTrailingZeros();
        return cpus.scale() < 0 ? cpus.setScale(0) : cpus;
    }

    /**
     * The most that may be taken; what is left out or null has no limit.
     *
     * @param cpus processors of what runs, such as 1.5
     * @param memoryBytes memory of what runs
     * @param running containers that run
     * @param defined containers that are there, whether they run or not
     * @param runningHyperv containers that run in a virtual machine of their own
     */
    record LimitsBody(
            @Nullable BigDecimal cpus,
            @Nullable Long memoryBytes,
            @Nullable Long running,
            @Nullable Long defined,
            @Nullable Long runningHyperv) {

        static LimitsBody of(Limits limits) {
            Map<QuotaKind, Long> most = limits.most();
            Long cpus = most.get(QuotaKind.CPU);
            return new LimitsBody(
                    cpus == null ? null : QuotaBodies.cpus(cpus),
                    most.get(QuotaKind.MEMORY),
                    most.get(QuotaKind.RUNNING),
                    most.get(QuotaKind.DEFINED),
                    most.get(QuotaKind.HYPERV));
        }

        Limits limits() {
            Map<QuotaKind, Long> most = new EnumMap<>(QuotaKind.class);
            put(most, QuotaKind.CPU, cpus == null ? null : millis(cpus));
            put(most, QuotaKind.MEMORY, memoryBytes);
            put(most, QuotaKind.RUNNING, running);
            put(most, QuotaKind.DEFINED, defined);
            put(most, QuotaKind.HYPERV, runningHyperv);
            return new Limits(most);
        }

        private static void put(Map<QuotaKind, Long> most, QuotaKind kind, @Nullable Long amount) {
            if (amount != null) {
                most.put(kind, amount);
            }
        }
    }

    /**
     * What is taken, with what is reserved for containers that are being made or started.
     *
     * @param withoutCpuLimit how many run without a limit of processors; each counts as all of its
     *     host's
     * @param withoutMemoryLimit how many run without a limit of memory; each counts as all of its
     *     host's
     */
    record UseBody(
            Number cpus,
            long memoryBytes,
            long running,
            long defined,
            long runningHyperv,
            long withoutCpuLimit,
            long withoutMemoryLimit) {

        static UseBody of(Use use) {
            return new UseBody(
                    amount(QuotaKind.CPU, use.of(QuotaKind.CPU)),
                    use.of(QuotaKind.MEMORY),
                    use.of(QuotaKind.RUNNING),
                    use.of(QuotaKind.DEFINED),
                    use.of(QuotaKind.HYPERV),
                    use.withoutCpuLimit(),
                    use.withoutMemoryLimit());
        }
    }

    /**
     * A quota with what is taken of it.
     *
     * @param stage null for the whole tenant
     * @param stages the tenant's stages; empty for a stage
     */
    record QuotaBody(
            @Nullable Stage stage, LimitsBody limits, UseBody use, List<QuotaBody> stages) {

        static QuotaBody of(QuotaReport report) {
            return new QuotaBody(
                    stageOf(report.place()),
                    LimitsBody.of(report.limits()),
                    UseBody.of(report.use()),
                    report.stages().stream().map(QuotaBody::of).toList());
        }
    }

    /**
     * What would be taken of one limit, in the unit of its kind.
     *
     * @param stage whose limit it is; null for the whole tenant's
     * @param kind what it is a limit of, as in {@link LimitsBody}
     * @param used what is taken now
     * @param asked what would come to it
     * @param after what would be taken then
     * @param limit the most
     * @param unlimited whether it has no limit of its own, which it needs here
     * @param fits whether it would be within the limit
     * @param changeableBy the roles that can change the limit
     */
    record ForecastBody(
            @Nullable Stage stage,
            String kind,
            Number used,
            Number asked,
            Number after,
            Number limit,
            boolean unlimited,
            boolean fits,
            List<String> changeableBy) {

        static ForecastBody of(Forecast line) {
            QuotaKind kind = line.kind();
            return new ForecastBody(
                    stageOf(line.place()),
                    kind.code(),
                    amount(kind, line.used()),
                    amount(kind, line.asked()),
                    amount(kind, line.after()),
                    amount(kind, line.most()),
                    line.unlimited(),
                    line.fits(),
                    line.changeableBy());
        }
    }

    private static @Nullable Stage stageOf(QuotaPlace place) {
        return place instanceof QuotaPlace.OfStage(var _, var stage) ? stage : null;
    }
}
