package dev.mullion.backend.api;

import dev.mullion.backend.api.QuotaBodies.ForecastBody;
import dev.mullion.backend.api.QuotaBodies.LimitsBody;
import dev.mullion.backend.api.QuotaBodies.QuotaBody;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.quota.Demand;
import dev.mullion.security.quota.QuotaKind;
import dev.mullion.security.quota.QuotaPlace;
import dev.mullion.security.quota.QuotaPlace.OfStage;
import dev.mullion.security.quota.QuotaPlace.OfTenant;
import dev.mullion.security.quota.QuotaService;
import dev.mullion.security.quota.Share;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much tenants and their stages may take, and take. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
@Tag(name = "Quotas", description = "How much tenants and their stages may take, and take")
class QuotaApi {

    private final QuotaService quotas;

    QuotaApi(QuotaService quotas) {
        this.quotas = quotas;
    }

    @GetMapping("/quota")
    @Operation(summary = "Show what a tenant may take, and takes, its stages included")
    QuotaBody get(@PathVariable TenantId tenant) {
        return read(new OfTenant(tenant));
    }

    @PutMapping("/quota")
    @Operation(
            summary = "Say how much a tenant may take",
            description =
                    "What is left out has no limit any more. What runs beyond it goes on running.")
    QuotaBody put(@PathVariable TenantId tenant, @RequestBody LimitsBody body) {
        quotas.write(new OfTenant(tenant), body.limits());
        return read(new OfTenant(tenant));
    }

    @GetMapping("/stages/{stage}/quota")
    @Operation(summary = "Show what a stage may take, and takes")
    QuotaBody get(@PathVariable TenantId tenant, @PathVariable Stage stage) {
        return read(new OfStage(tenant, stage));
    }

    @PutMapping("/stages/{stage}/quota")
    @Operation(
            summary = "Say how much of what its tenant may take a stage may take",
            description = "The tenant's quota holds, too.")
    QuotaBody put(
            @PathVariable TenantId tenant,
            @PathVariable Stage stage,
            @RequestBody LimitsBody body) {
        quotas.split(new OfStage(tenant, stage), body.limits());
        return read(new OfStage(tenant, stage));
    }

    @GetMapping("/stages/{stage}/quota/after")
    @Operation(
            summary = "Tell what would be taken of each limit if one more container ran at a stage",
            description = "Nothing is reserved. Without a number the container has no such limit.")
    List<ForecastBody> after(
            @PathVariable TenantId tenant,
            @PathVariable Stage stage,
            @RequestParam(required = false) @Nullable BigDecimal cpus,
            @RequestParam(required = false) @Nullable Long memoryBytes,
            @RequestParam(defaultValue = "false") boolean hyperv) {
        var demand =
                new Demand(
                        share(QuotaKind.CPU, cpus == null ? null : QuotaBodies.millis(cpus)),
                        share(QuotaKind.MEMORY, memoryBytes),
                        true,
                        hyperv);
        return quotas.after(new OfStage(tenant, stage), demand).stream()
                .map(ForecastBody::of)
                .toList();
    }

    private static Share share(QuotaKind kind, @Nullable Long amount) {
        if (amount != null && amount <= 0) {
            throw new RefusedInputException(
                    kind.code(), "Give more than nothing, or leave it out for no limit.");
        }
        return amount == null ? Share.all(0) : Share.upTo(amount);
    }

    private QuotaBody read(QuotaPlace place) {
        return QuotaBody.of(quotas.read(place));
    }
}
