package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.security.audit.AuditHead;
import dev.mullion.security.audit.AuditQuery;
import dev.mullion.security.audit.AuditRecord;
import dev.mullion.security.audit.AuditService;
import dev.mullion.security.audit.AuditVerification;
import dev.mullion.security.audit.ExportFormat;
import dev.mullion.security.audit.Phase;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit", description = "Who did what, when, from where, allowed or refused")
class AuditApi {

    private static final int USUAL_LIMIT = 100;

    private final AuditService audit;

    AuditApi(AuditService audit) {
        this.audit = audit;
    }

    /** Which records. */
    record Wanted(
            @Parameter(description = "About this path and all below it; / by default")
                    @Nullable String path,
            @Parameter(description = "Not before this moment, as in 2030-01-31T12:00:00Z")
                    @Nullable String from,
            @Parameter(description = "Before this moment") @Nullable String until,
            @Parameter(description = "By this account only") @Nullable UUID account,
            @Parameter(description = "This action only, such as container.start")
                    @Nullable String action,
            @Parameter(description = "attempt, succeeded, failed, refused; all without")
                    @Nullable List<String> phase,
            @Parameter(description = "Must occur in the account's name, the path or the detail")
                    @Nullable String text) {

        AuditQuery query() {
            try {
                return new AuditQuery(
                        path == null ? "/" : path,
                        moment("from", from),
                        moment("until", until),
                        account,
                        action,
                        QueryChoice.all("phase", Phase.class, phase),
                        text == null || text.isBlank() ? null : text);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(
                                "path",
                                "read the audit of \"" + path + "\"",
                                "that is no path",
                                "Give one like /hosts/{id}.")
                        .causedBy(e);
            }
        }

        private static @Nullable Instant moment(String field, @Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw Problem.invalid(
                                field,
                                "read the audit " + field + " \"" + text + "\"",
                                "that is no moment",
                                "Give it as in 2030-01-31T12:00:00Z.")
                        .causedBy(e);
            }
        }
    }

    @GetMapping
    @Operation(
            summary = "List records of the audit",
            description = "The newest first. To go on, ask for those before the last position.")
    List<AuditRecord> list(
            @ParameterObject Wanted wanted,
            @Parameter(description = "Only records before this position")
                    @RequestParam(required = false)
                    @Nullable Long before,
            @Parameter(description = "How many to give at most, 1 to 1,000; 100 by default")
                    @RequestParam(defaultValue = "" + USUAL_LIMIT)
                    int limit) {
        Page.check(0, limit);
        return audit.list(wanted.query(), before, limit);
    }

    @GetMapping("/export")
    @Operation(
            summary = "Take a part of the audit out",
            description = "The oldest first. That it was taken out is on record, too.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string")))
    void export(
            @ParameterObject Wanted wanted,
            @Parameter(description = "json_lines or csv") @RequestParam(defaultValue = "json_lines")
                    String format,
            HttpServletResponse response)
            throws IOException {
        var chosen = QueryChoice.of("format", ExportFormat.class, format);
        var query = wanted.query();
        boolean csv = chosen == ExportFormat.CSV;
        response.setContentType(
                csv ? "text/csv;charset=UTF-8" : "application/x-ndjson;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"audit." + (csv ? "csv" : "jsonl") + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        audit.export(query, chosen, response.getOutputStream());
    }

    @GetMapping("/verify")
    @Operation(
            summary = "Recompute the audit's whole chain",
            description = "Findings are empty if all is as it was written.")
    AuditVerification verify(
            @Parameter(
                            description =
                                    "A head that was noted before, as records:hash; it must be found again")
                    @RequestParam(required = false)
                    @Nullable AuditHead earlier) {
        return audit.verify(earlier);
    }
}
