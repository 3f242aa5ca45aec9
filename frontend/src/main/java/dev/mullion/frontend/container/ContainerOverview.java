package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.ContainerState;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.MountPoint;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a container is and how it does, for people. */
final class ContainerOverview extends Div {

    private static final double NANOS = 1e9;

    private @Nullable ContainerDetails shown;

    ContainerOverview() {
        addClassName("columns");
        setId("container-overview");
    }

    /**
     * Shows a new state.
     *
     * @param reachedAt the name under which a browser reaches the host's ports
     */
    void show(ContainerDetails details, String reachedAt) {
        if (details.equals(shown)) {
            return;
        }
        shown = details;
        removeAll();
        add(life(details), runs(details), limits(details.hostConfig()));
        add(network(details, reachedAt));
        if (!details.mounts().isEmpty()) {
            add(mounts(details.mounts()));
        }
        if (!details.config().env().isEmpty()) {
            add(variables(details.config().env()));
        }
        if (!details.config().labels().isEmpty()) {
            add(pairs("Labels", details.config().labels()));
        }
    }

    private static Component life(ContainerDetails details) {
        ContainerState state = details.state();
        Facts facts = new Facts().with("Created", new RelativeTime(details.created()));
        boolean lives = state.running() || state.paused() || state.restarting();
        if (state.startedAt() != null) {
            facts.with("Started", new RelativeTime(state.startedAt()));
        }
        if (!lives && state.finishedAt() != null) {
            facts.with("Ended", new RelativeTime(state.finishedAt()))
                    .with("Exit code", wrapped(ExitMeaning.of(state)));
        }
        if (state.error() != null && !state.error().isBlank()) {
            facts.with("The engine says", wrapped(state.error()));
        }
        facts.with("When it ends", restart(details.hostConfig().restartPolicy()))
                .with("Restarted by itself", times(details.restartCount()));
        Div panel = panel("Life", facts);
        ContainerState.Health health = state.health();
        if (health != null && !health.status().equals("none")) {
            panel.add(health(health));
        }
        return panel;
    }

    private static Component health(ContainerState.Health health) {
        StateBadge badge =
                switch (health.status()) {
                    case "healthy" -> new StateBadge(Tone.GOOD, "Healthy");
                    case "unhealthy" -> new StateBadge(Tone.WARNING, "Unhealthy");
                    default -> new StateBadge(Tone.BUSY, "Being checked");
                };
        Div place = new Div(badge);
        place.addClassName("health");
        if (health.failingStreak() > 0) {
            place.add(new Span("failed " + times(health.failingStreak()) + " in a row"));
        }
        if (!health.log().isEmpty()) {
            ContainerState.Check last = health.log().getLast();
            place.add(new Span("last check"), new RelativeTime(last.end()));
            if (last.output() != null && !last.output().isBlank()) {
                Pre output = new Pre(VisibleText.ofLines(last.output().strip()));
                output.addClassName("health-output");
                place.add(output);
            }
        }
        return place;
    }

    private static Component runs(ContainerDetails details) {
        ContainerConfig config = details.config();
        List<String> words = new ArrayList<>();
        words.add(details.path());
        words.addAll(details.args());
        String command = String.join(" ", words.stream().map(ShellWord::of).toList());
        Pre shownCommand = new Pre(VisibleText.ofLines(command));
        shownCommand.addClassName("command-text");
        return panel(
                "What it runs",
                shownCommand,
                new Facts()
                        .with("In folder", orElse(config.workingDir(), "/"))
                        .with("As user", orElse(config.user(), "the image's default (often root)"))
                        .with("Terminal", config.tty() ? "yes" : "no")
                        .with("Asked to end by", orElse(config.stopSignal(), "SIGTERM")));
    }

    private static Component limits(HostConfig host) {
        Resources most = host.resources();
        Facts facts =
                new Facts()
                        .with("Memory", most.memory() > 0 ? size(most.memory()) : none())
                        .with("Processors", new Span(processors(most)))
                        .with(
                                "Processes",
                                most.pidsLimit() != null && most.pidsLimit() > 0
                                        ? String.format("%,d", most.pidsLimit())
                                        : "no limit")
                        .with("File system", host.readonlyRootfs() ? "read only" : "writable");
        if (host.privileged()) {
            StateBadge badge = new StateBadge(Tone.WARNING, "Privileged");
            facts.with(
                    "Rights",
                    badge.because("It may do on its host nearly all that an administrator may."));
        }
        return panel("Limits", facts);
    }

    private static String processors(Resources most) {
        if (most.nanoCpus() > 0) {
            return String.format(java.util.Locale.ROOT, "%.2f", most.nanoCpus() / NANOS)
                    .replaceAll("\\.?0+$", "");
        }
        if (most.cpuCount() > 0) {
            return String.valueOf(most.cpuCount());
        }
        if (most.cpuQuota() > 0) {
            long period = most.cpuPeriod() > 0 ? most.cpuPeriod() : 100_000;
            return String.format(java.util.Locale.ROOT, "%.2f", (double) most.cpuQuota() / period);
        }
        return "no limit";
    }

    private static Component network(ContainerDetails details, String reachedAt) {
        Facts facts = new Facts();
        Map<String, List<PortBinding>> ports =
                new TreeMap<>(
                        java.util.Comparator.comparingInt(ContainerOverview::number)
                                .thenComparing(port -> port));
        ports.putAll(details.networkSettings().ports());
        ports.forEach((port, bindings) ->
                facts.with("Port " + port, bindings(port, bindings, reachedAt)));
        if (ports.isEmpty()) {
            facts.with("Ports", "none");
        }
        new TreeMap<>(details.networkSettings().networks())
                .forEach((name, end) ->
                        facts.with(
                                "Network " + VisibleText.of(name),
                                orElse(end.ipAddress(), "no address now")));
        return panel("Network", facts);
    }

    private static int number(String port) {
        String digits = port.replaceAll("/.*", "");
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    }

    private static Component bindings(String port, List<PortBinding> bindings, String reachedAt) {
        Div list = new Div();
        list.addClassName("port-links");
        bindings.stream()
                .map(binding -> binding(port, binding, reachedAt))
                .distinct()
                .map(PublishedAt::component)
                .forEach(list::add);
        if (bindings.isEmpty()) {
            list.add(new Span("not published"));
        }
        return list;
    }

    private static PublishedAt binding(String port, PortBinding binding, String reachedAt) {
        String ip = orElse(binding.hostIp(), "");
        String hostPort = orElse(binding.hostPort(), "");
        boolean everywhere = ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
        boolean local = ip.equals("127.0.0.1") || ip.equals("::1");
        String name = everywhere ? reachedAt : ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
        boolean web = port.endsWith("/tcp") && !local && hostPort.matches("\\d{1,5}");
        return new PublishedAt(
                name + ":" + hostPort, web, number(port) == 443 || number(port) == 8443);
    }

    private record PublishedAt(String place, boolean web, boolean secure) {
        Component component() {
            if (!web) {
                return new NameText(place);
            }
            Anchor link =
                    new Anchor((secure ? "https://" : "http://") + place, VisibleText.of(place));
            link.setTarget(AnchorTarget.BLANK);
            link.getElement().setAttribute("rel", "noopener noreferrer");
            return link;
        }
    }

    private static Component mounts(List<MountPoint> mounts) {
        UnorderedList list = new UnorderedList();
        list.addClassName("plain-list");
        for (MountPoint mount : mounts) {
            NameText inside = new NameText(mount.destination());
            inside.addClassName("mono");
            boolean named = mount.name() != null && !mount.name().isBlank();
            String from = named ? orElse(mount.name(), "") : orElse(mount.source(), "");
            Span kind = new Span(mount.type() + (mount.rw() ? "" : ", read only"));
            kind.addClassName("secondary");
            Div source = new Div(new NameText(from), kind);
            source.addClassName("mount-source");
            list.add(new ListItem(inside, source));
        }
        return panel("Volumes and folders", list);
    }

    private static Component variables(List<String> variables) {
        Map<String, String> pairs = new TreeMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            pairs.put(
                    equals < 0 ? variable : variable.substring(0, equals),
                    equals < 0 ? "" : variable.substring(equals + 1));
        }
        return pairs("Variables", pairs);
    }

    private static Component pairs(String title, Map<String, String> pairs) {
        UnorderedList list = new UnorderedList();
        list.addClassName("pair-list");
        new TreeMap<>(pairs)
                .forEach((name, value) -> {
                    NameText key = new NameText(name);
                    key.addClassNames("mono", "pair-name");
                    boolean hidden = SecretNames.hides(name, value);
                    Span text = new Span(VisibleText.of(SecretNames.shown(name, value)));
                    text.addClassNames("mono", "pair-value");
                    ListItem item = new ListItem(key, text);
                    if (hidden) {
                        text.setTitle("Hidden: it looks like a secret");
                    } else if (!value.isEmpty()) {
                        item.add(CopyableId.copyButton(value, VisibleText.of(name)));
                    }
                    list.add(item);
                });
        return panel(title, list);
    }

    private static Div panel(String title, Component... content) {
        Div panel = new Div(new Header(new H2(title)));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }

    private static String restart(RestartPolicy policy) {
        return switch (policy.name()) {
            case "no" -> "it is not started again";
            case "always" -> "it is always started again";
            case "unless-stopped" -> "it is started again unless somebody stopped it";
            case "on-failure" ->
                    policy.maximumRetryCount() > 0
                            ? "after a failure it is started again, up to "
                                    + times(policy.maximumRetryCount())
                            : "it is started again after a failure";
            default -> policy.name();
        };
    }

    private static String times(int count) {
        return switch (count) {
            case 0 -> "never";
            case 1 -> "once";
            default -> String.format("%,d times", count);
        };
    }

    private static Component size(long bytes) {
        return new ByteSize(bytes).toSpan();
    }

    private static Component none() {
        return new Span("no limit");
    }

    private static Component wrapped(String text) {
        Span span = new Span(VisibleText.ofLines(text));
        span.addClassName("wrapped");
        return span;
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
