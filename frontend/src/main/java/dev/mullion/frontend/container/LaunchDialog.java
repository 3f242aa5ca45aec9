package dev.mullion.frontend.container;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.LaunchResult;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.LiveUpdates;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.frontend.image.PullPanel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Launches a container: what, where, how kept apart; the rest if wanted. */
final class LaunchDialog extends Dialog {

    static final String SUBMIT = "launch-submit";
    static final String PULL = "launch-pull";

    private final ContainerService containers;
    private final ImageService images;
    private final ActivityService activities;
    private final LiveChanges changes;
    private final HostWork work;
    private final List<HostView> hosts;

    private final LaunchForm form;
    private final Div trouble = new Div();
    private final Pre command = new Pre();
    private final Div commandPlace = new Div();
    private final Button submit = new Button("Launch", click -> submit());
    private @Nullable PullPanel pulling;
    private @Nullable HostId pulledTo;
    private @Nullable ImageReference pulled;

    LaunchDialog(
            ContainerService containers,
            HostService hostService,
            ImageService images,
            ActivityService activities,
            LiveChanges changes,
            HostWork work) {
        this.containers = containers;
        this.images = images;
        this.activities = activities;
        this.changes = changes;
        this.work = work;
        hosts = hostService.list();
        form = new LaunchForm(hosts, this::changed);
        addClassName("launch-dialog");
        setId("launch-dialog");
        setHeaderTitle("Launch a container");
        setCloseOnOutsideClick(false);
        Button cancel = new Button("Cancel", click -> close());
        getFooter().add(cancel);
        if (hosts.isEmpty()) {
            add(
                    new EmptyState(
                            Glyph.HOST,
                            "Add a host first",
                            "A container runs on a host, and none is known yet.",
                            new Anchor("hosts", "Go to hosts")));
            return;
        }
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        getFooter().add(submit);
        command.setId("launch-command-line");
        commandPlace.addClassName("command-line");
        add(form, commandPlace, trouble);
        LiveUpdates.keep(this, changes, Set.of(Topic.IMAGES), this::offerImages);
    }

    /** Chooses what is known already; else a host that answers, if there is one. */
    void choose(@Nullable HostId host, @Nullable ImageReference image) {
        Optional<HostView> chosen =
                host == null
                        ? HostView.first(hosts)
                        : hosts.stream().filter(view -> view.host().id().equals(host)).findFirst();
        chosen.ifPresent(form::choose);
        if (image != null) {
            form.choose(image);
        }
        offerImages();
    }

    private @Nullable HostId offeredFor;

    private void changed() {
        HostId host = form.host().map(view -> view.host().id()).orElse(null);
        if (host != null && !host.equals(offeredFor)) {
            offerImages();
        }
        trouble.removeAll();
        showCommand();
        showAbsence();
    }

    private void offerImages() {
        form.host()
                .ifPresent(view -> {
                    offeredFor = view.host().id();
                    form.offer(referencesOn(view.host().id()));
                });
        showAbsence();
    }

    private List<String> referencesOn(HostId host) {
        ImageQuery all =
                new ImageQuery("", Set.of(host), ImageQuery.Sort.NAME, false, 0, Page.MOST);
        return images.list(all).items().stream()
                .flatMap(row -> row.references().stream())
                .sorted()
                .distinct()
                .toList();
    }

    private void showCommand() {
        commandPlace.removeAll();
        form.launch()
                .ifPresent(launch -> {
                    String line = DockerRun.of(launch);
                    command.setText(VisibleText.ofLines(line));
                    Span label = new Span("The same on a command line");
                    label.addClassName("secondary");
                    Div head = new Div(label, CopyableId.copyButton(line, "the command"));
                    head.addClassName("command-line-head");
                    commandPlace.add(head, command);
                });
    }

    /** Says below the image's field when the host doesn't have it, and offers to get it. */
    private void showAbsence() {
        Div place = form.underImage();
        Optional<HostView> host = form.host();
        Optional<ImageReference> image = form.image();
        boolean absent =
                host.isPresent()
                        && image.isPresent()
                        && image.get().digest().isEmpty()
                        && !referencesOn(host.get().host().id()).contains(image.get().familiar());
        PullPanel before = pulling;
        if (before != null && !before.over()) {
            return;
        }
        place.removeAll();
        if (absent) {
            boolean same = host.get().host().id().equals(pulledTo) && image.get().equals(pulled);
            if (before != null && same) {
                place.add(before); // why it failed, above the way to try again
            }
            Span words =
                    new Span(
                            VisibleText.of(
                                    host.get().host().name()
                                            + " doesn't have "
                                            + image.get().familiar()
                                            + " yet."));
            Button pull =
                    new Button(
                            before != null && same ? "Pull it again" : "Pull it first",
                            Glyph.DOWNLOAD.create(),
                            click -> pull(host.get().host().id(), image.get()));
            pull.setId(PULL);
            pull.addThemeNames("small");
            pull.setDisableOnClick(true);
            Div row = new Div(words, pull);
            row.addClassName("absent-image");
            place.add(row);
        }
    }

    private void pull(HostId host, ImageReference image) {
        pulling = null;
        pulledTo = host;
        pulled = image;
        work.ask(
                this,
                () -> images.pull(host, image, null),
                this::showPull,
                failure -> {
                    showAbsence();
                    show(failure);
                });
    }

    private void showPull(ActivityId activity) {
        PullPanel panel = new PullPanel(activity, activities, changes, ended -> pullEnded());
        pulling = panel;
        form.underImage().removeAll();
        form.underImage().add(panel);
    }

    /** A pull that failed keeps its reason in sight; one that went well makes room. */
    private void pullEnded() {
        if (pulling != null && pulling.succeeded()) {
            pulling = null;
            form.underImage().removeAll();
            Notices.done("The image is there. You can launch now.");
            offerImages();
        } else {
            showAbsence();
        }
    }

    private void submit() {
        trouble.removeAll();
        if (!form.valid()) {
            return;
        }
        HostId host = form.host().map(view -> view.host().id()).orElseThrow();
        Launch launch = form.launch().orElseThrow();
        busy(true);
        work.ask(
                this,
                () -> containers.launch(Destination.platform(host), launch),
                this::launched,
                this::failed);
    }

    private void busy(boolean busy) {
        submit.setEnabled(!busy);
        submit.setText(busy ? "Launching…" : "Launch");
    }

    private void launched(LaunchResult result) {
        close();
        for (String warning : result.warnings()) {
            Notices.done("The host remarks: " + warning);
        }
        UI.getCurrentOrThrow().navigate("containers/" + result.key());
    }

    private void failed(RuntimeException failure) {
        busy(false);
        show(failure);
    }

    private void show(RuntimeException failure) {
        if (failure instanceof Problem problem) {
            boolean beside =
                    problem.field().map(field -> form.show(field, problem.reason())).orElse(false);
            if (!beside) {
                trouble.removeAll();
                trouble.add(new ProblemNotice(problem));
            }
        } else {
            HostWork.tell(failure);
        }
    }
}
