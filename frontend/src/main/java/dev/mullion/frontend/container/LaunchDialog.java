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
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.backend.host.LaunchPlace;
import dev.mullion.backend.host.LaunchPlaces;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.LiveUpdates;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.frontend.image.PullPanel;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Launches a container: what, where, how kept apart; the rest if wanted. */
final class LaunchDialog extends Dialog {

    static final String SUBMIT = "launch-submit";
    static final String PULL = "launch-pull";
    static final String PIN = "launch-pin";

    private static final OwnerFields.Choice NOBODY = new OwnerFields.Choice(null, List.of());

    private final ContainerService containers;
    private final LaunchPlaces places;
    private final ImageService images;
    private final ActivityService activities;
    private final Authorizer authorizer;
    private final LiveChanges changes;
    private final HostWork work;

    private final LaunchForm form;
    private final LaunchVerdicts verdicts;
    private final Div trouble = new Div();
    private final Pre command = new Pre();
    private final Div commandPlace = new Div();
    private final Button submit = new Button("Launch", click -> submit());
    private @Nullable PullPanel pulling;
    private @Nullable HostId pulledTo;
    private @Nullable ImageReference pulled;

    /**
     * @param owners whose it can be
     * @param working the tenant that the person works in, if in one
     */
    LaunchDialog(
            List<OwnerFields.Choice> owners,
            Optional<TenantId> working,
            ContainerService containers,
            LaunchPlaces places,
            ImageService images,
            ActivityService activities,
            Authorizer authorizer,
            LiveChanges changes,
            HostWork work) {
        this.containers = containers;
        this.places = places;
        this.images = images;
        this.activities = activities;
        this.authorizer = authorizer;
        this.changes = changes;
        this.work = work;
        verdicts = new LaunchVerdicts(this, containers, work, this::judged);
        addClassName("launch-dialog");
        setId("launch-dialog");
        setHeaderTitle("Launch a container");
        setCloseOnOutsideClick(false);
        getFooter().add(new Button("Cancel", click -> close()));
        form =
                new LaunchForm(
                        new OwnerFields(
                                owners.isEmpty() ? List.of(NOBODY) : owners,
                                working,
                                this::ownerChanged),
                        this::changed);
        if (owners.isEmpty()) {
            add(nowhere());
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

    private EmptyState nowhere() {
        return authorizer.may(Permission.HOST_ADD, Resource.PLATFORM)
                ? new EmptyState(
                        Glyph.HOST,
                        "Add a host first",
                        "A container runs on a host, and none is known yet.",
                        new Anchor("hosts", "Go to hosts"))
                : new EmptyState(
                        Glyph.HOST,
                        "There is nowhere to launch",
                        "No host is known yet, or your tenant is suspended.");
    }

    /** Chooses what is known already; else a host that answers, if there is one. */
    void choose(@Nullable HostId host, @Nullable ImageReference image) {
        form.offer(places.of(form.owner()), host);
        if (image != null) {
            form.choose(image);
        }
        offerImages();
    }

    private void ownerChanged() {
        form.offer(places.of(form.owner()), null);
        changed();
    }

    private @Nullable HostId offeredFor;

    private void changed() {
        HostId host = form.place().map(LaunchPlace::host).orElse(null);
        if (host != null && !host.equals(offeredFor)) {
            offerImages();
        }
        trouble.removeAll();
        showCommand();
        showAbsence();
        askPolicies();
    }

    private void offerImages() {
        form.place()
                .map(LaunchPlace::host)
                .ifPresent(host -> {
                    offeredFor = host;
                    form.offerImages(referencesOn(host));
                });
        showAbsence();
    }

    private boolean seesImages() {
        return authorizer.may(Permission.IMAGE_READ, Resource.PLATFORM);
    }

    private List<String> referencesOn(HostId host) {
        if (!seesImages()) {
            return List.of();
        }
        ImageQuery all =
                new ImageQuery("", Set.of(host), ImageQuery.Sort.NAME, false, 0, Page.MOST);
        return images.list(all).items().stream()
                .flatMap(row -> row.references().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** Asks what policies say to it as soon as there is enough to judge. */
    private void askPolicies() {
        Optional<Launch> launch = form.launch();
        Optional<LaunchPlace> place = form.place().filter(LaunchPlace::ready);
        if (launch.isEmpty() || place.isEmpty() || absent()) {
            return;
        }
        Set<Isolation> kinds = EnumSet.of(Isolation.DEFAULT, launch.get().isolation());
        for (Isolation kind : List.of(Isolation.PROCESS, Isolation.HYPERV)) {
            if (place.get().offer(kind).map(IsolationOffer::offered).orElse(false)) {
                kinds.add(kind);
            }
        }
        form.destination().ifPresent(at -> verdicts.ask(at, launch.get(), kinds));
    }

    private void judged(LaunchVerdicts.Answer answer) {
        trouble.removeAll();
        Problem problem = answer.problem();
        if (problem != null) {
            Optional<String> field = problem.field();
            form.judge(
                    field.map(name -> Map.of(name, problem.reason())).orElse(Map.of()),
                    Map.of(),
                    null);
            if (field.isEmpty()) {
                trouble.add(new ProblemNotice(problem));
            }
            return;
        }
        form.judge(answer.beside(), answer.kinds(), answer.byDefault());
        answer.pin().ifPresent(this::offerPin);
        answer.elsewhere()
                .forEach(sentence ->
                        trouble.add(new ProblemNotice("Policies are against this", sentence, "")));
    }

    /** A name can come to mean another image; the image's own id can't. */
    private void offerPin(Digest image) {
        Button pin =
                new Button(
                        "Name it by its id",
                        Glyph.TAG.create(),
                        click -> form.choose(ImageReference.of(image.toString())));
        pin.setId(PIN);
        pin.addThemeNames("small");
        Span words = new Span("The host has it as " + image.shortened() + ".");
        Div row = new Div(words, pin);
        row.addClassName("absent-image");
        form.underImage().removeAll();
        form.underImage().add(row);
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
        Optional<LaunchPlace> host = form.place();
        Optional<ImageReference> image = form.image();
        boolean absent = absent();
        PullPanel before = pulling;
        if (before != null && !before.over()) {
            return;
        }
        place.removeAll();
        if (absent && host.isPresent() && image.isPresent()) {
            boolean same = host.get().host().equals(pulledTo) && image.get().equals(pulled);
            if (before != null && same) {
                place.add(before); // why it failed, above the way to try again
            }
            Span words =
                    new Span(
                            VisibleText.of(
                                    host.get().name()
                                            + " doesn't have "
                                            + image.get().familiar()
                                            + " yet."));
            Button pull =
                    new Button(
                            before != null && same ? "Pull it again" : "Pull it first",
                            Glyph.DOWNLOAD.create(),
                            click -> pull(host.get().host(), image.get()));
            pull.setId(PULL);
            pull.addThemeNames("small");
            pull.setDisableOnClick(true);
            pull.setVisible(authorizer.may(Permission.IMAGE_PULL, host.get().host()));
            Div row = new Div(words, pull);
            row.addClassName("absent-image");
            place.add(row);
        }
    }

    /** Whether the host is known not to have the image. */
    private boolean absent() {
        Optional<HostId> host = form.place().map(LaunchPlace::host);
        Optional<ImageReference> image = form.image();
        return seesImages()
                && host.isPresent()
                && image.isPresent()
                && image.get().digest().isEmpty()
                && !image.get().familiar().matches("sha256:[0-9a-f]{64}")
                && !referencesOn(host.get()).contains(image.get().familiar());
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
        Destination at = form.destination().orElseThrow();
        Launch launch = form.launch().orElseThrow();
        busy(true);
        work.ask(this, () -> containers.launch(at, launch), this::launched, this::failed);
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
