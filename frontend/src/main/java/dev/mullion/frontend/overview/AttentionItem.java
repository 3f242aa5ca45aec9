package dev.mullion.frontend.overview;

import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param key stays the same for as long as it is the same thing
 * @param what the kind of thing, as a word
 * @param why what is known about the reason, on one line
 * @param path the page to go to
 * @param since when it began, where that is known
 */
record AttentionItem(
        String key,
        StateWord state,
        String what,
        String name,
        String why,
        String path,
        @Nullable Instant since) {

    private static final Comparator<AttentionItem> BROKEN_FIRST =
            Comparator.comparingInt(item -> item.state().tone() == Tone.BAD ? 0 : 1);

    /**
     * The worst first: hosts, on which everything else depends, then containers, then what was
     * tried and failed.
     */
    static List<AttentionItem> of(
            List<HostView> hosts, List<ContainerRow> containers, List<Activity> failed) {
        List<AttentionItem> items = new ArrayList<>();
        hosts.stream().filter(AttentionItem::away).map(AttentionItem::of).forEach(items::add);
        // of a host that can't be asked, the host itself is what to look at
        containers.stream()
                .filter(row -> !row.stale())
                .map(AttentionItem::of)
                .sorted(BROKEN_FIRST)
                .forEach(items::add);
        failed.stream().map(AttentionItem::of).forEach(items::add);
        return items;
    }

    private static boolean away(HostView view) {
        HostState state = view.status().state();
        return state == HostState.UNREACHABLE || state == HostState.REFUSED;
    }

    private static AttentionItem of(HostView view) {
        return new AttentionItem(
                view.host().id().path(),
                StateWord.of(view.status().state()),
                "Host",
                view.host().name(),
                Objects.requireNonNullElse(view.status().reason(), "It does not answer."),
                "hosts/" + view.host().id(),
                view.status().since());
    }

    private static AttentionItem of(ContainerRow row) {
        return new AttentionItem(
                row.key().path(),
                StateWord.of(row.status()),
                "Container",
                row.name(),
                row.statusText() + " · on " + row.hostName(),
                "containers/" + row.key(),
                null);
    }

    private static AttentionItem of(Activity activity) {
        return new AttentionItem(
                activity.id().path(),
                StateWord.of(activity.state()),
                "Activity",
                activity.title(),
                Objects.requireNonNullElse(activity.outcome(), ""),
                "activities",
                activity.endedAt());
    }
}
