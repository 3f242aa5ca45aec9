package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityQuery;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/activities")
@Tag(name = "Activities", description = "Long-running operations, with their progress and outcome")
class ActivityApi {

    private final ActivityService activities;

    ActivityApi(ActivityService activities) {
        this.activities = activities;
    }

    @GetMapping
    @Operation(
            summary = "List activities",
            description = "The newest first. Sort keys: created, title, state, kind.")
    Page<Activity> list(
            @ParameterObject Listing listing,
            @RequestParam(required = false) @Nullable List<String> state) {
        return activities.list(
                new ActivityQuery(
                        listing.words(),
                        QueryChoice.all("state", ActivityState.class, state),
                        listing.sortedBy(ActivityQuery.Sort.CREATED),
                        listing.descending(true),
                        listing.from(),
                        listing.most()));
    }

    @GetMapping("/{activity}")
    @Operation(summary = "Show an activity")
    Activity get(@PathVariable ActivityId activity) {
        return activities.get(activity);
    }

    @PostMapping("/{activity}/cancel")
    @Operation(
            summary = "Cancel an activity",
            description = "It ends as soon as its work lets go; ask for it again to see.")
    @ApiResponse(responseCode = "202", description = "It was told to end")
    ResponseEntity<Activity> cancel(@PathVariable ActivityId activity) {
        activities.cancel(activity);
        return ResponseEntity.accepted().body(activities.get(activity));
    }
}
