package dev.mullion.frontend.image;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.image.ImageKey;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.image.ImageView;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.frontend.container.LaunchDialogs;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One image on one host: what it is, its layers to scale, how it was made, who uses it. */
@Route("images/:key")
@PermitAll
public class OneImageView extends LiveView implements BeforeEnterObserver, HasDynamicTitle {

    private final ImageService images;
    private final ContainerService containers;
    private final ImageDialogs dialogs;
    private final LaunchDialogs launching;
    private final Authorizer authorizer;
    private final HostWork work;

    private final PageHeader header = new PageHeader("Image");
    private final StateBadge lastSeen = new StateBadge(Tone.UNKNOWN, "When last seen");
    private final Div facts = new Div();
    private final Div content = new Div();
    private final Button launch = new Button("Launch", Glyph.START.create(), click -> launch());
    private final Button tag = new Button("Add name", Glyph.TAG.create(), click -> tag());
    private final Button remove = new Button("Remove", Glyph.REMOVE.create(), click -> remove());
    private @Nullable ImageKey key;
    private @Nullable ImageView shown;
    private @Nullable List<ContainerRow> users;
    private boolean asking;
    private boolean askAgain;

    OneImageView(
            ImageService images,
            ContainerService containers,
            ImageDialogs dialogs,
            LaunchDialogs launching,
            Authorizer authorizer,
            HostWork work,
            LiveChanges changes) {
        super(changes, Set.of(Topic.IMAGES, Topic.CONTAINERS, Topic.HOSTS));
        this.images = images;
        this.containers = containers;
        this.dialogs = dialogs;
        this.launching = launching;
        this.authorizer = authorizer;
        this.work = work;
        launch.setId("image-launch");
        launch.addThemeNames("primary");
        tag.setId("image-tag");
        remove.setId("image-remove");
        remove.addThemeNames("error");
        launch.setVisible(false);
        tag.setVisible(false);
        remove.setVisible(false);
        lastSeen.setId("image-stale");
        lastSeen.setVisible(false);
        header.beside(lastSeen).actions(tag, remove, launch);
        facts.addClassName("header-facts");
        content.addClassName("image-content");
        add(header, facts, content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            ImageKey asked = ImageKey.of(event.getRouteParameters().get("key").orElse(""));
            if (!asked.equals(key)) {
                key = asked;
                shown = null;
                users = null;
                content.removeAll();
                facts.removeAll();
                if (isAttached()) {
                    refresh();
                }
            }
        } catch (IllegalArgumentException notAKey) {
            event.rerouteToError(NotFoundException.class);
        }
    }

    /** One question at a time is under way; what changes meanwhile leads to one more. */
    @Override
    protected void refresh() {
        ImageKey asked = key;
        if (asked == null) {
            return;
        }
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        work.ask(
                this,
                () -> images.get(asked),
                view -> {
                    answered();
                    if (asked.equals(key)) {
                        show(view);
                    }
                },
                failure -> {
                    answered();
                    failed(failure);
                });
    }

    private void answered() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            refresh();
        }
    }

    private void failed(RuntimeException failure) {
        if (!(failure instanceof Problem problem)) {
            HostWork.tell(failure);
            return;
        }
        boolean gone = problem.kind() == Problem.Kind.NOT_FOUND;
        if (gone || shown == null) {
            content.removeAll();
            facts.removeAll();
            allow(null);
            shown = null;
        }
        if (gone) {
            content.add(
                    new EmptyState(
                            Glyph.IMAGE,
                            "This image is gone",
                            "It was removed from its host, or the host was removed.",
                            new Anchor("images", "See all images")));
        } else if (shown == null) {
            content.add(new ProblemNotice(problem));
        } else {
            // the host is away: what was seen stays, but nothing can be done to it
            lastSeen.setVisible(true);
            allow(null);
        }
    }

    private void show(ImageView view) {
        lastSeen.setVisible(view.row().stale());
        allow(view.row());
        List<ContainerRow> now = users(view.row());
        if (view.equals(shown) && now.equals(users)) {
            return;
        }
        shown = view;
        users = now;
        ImageRow row = view.row();
        header.setHeading(ImageNames.of(row));
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
        facts.removeAll();
        Div host =
                new Div(
                        Glyph.HOST.create(),
                        new Anchor("hosts/" + row.key().host(), new NameText(row.hostName())));
        host.addClassName("header-fact");
        facts.add(host, new CopyableId(row.key().id().toString()));
        content.removeAll();
        Div columns = new Div(about(view), names(row), usedBy(now));
        columns.addClassName("columns");
        content.add(
                panel("Layers", new LayerStack(view.layers())), columns, history(view.history()));
    }

    private void allow(@Nullable ImageRow row) {
        ImageRow reachable = row == null || row.stale() ? null : row;
        launch.setVisible(
                reachable != null
                        && authorizer.may(Permission.CONTAINER_CREATE, reachable.key().host()));
        tag.setVisible(reachable != null && authorizer.may(Permission.IMAGE_TAG, reachable.key()));
        remove.setVisible(
                reachable != null && authorizer.may(Permission.IMAGE_REMOVE, reachable.key()));
    }

    private static Component about(ImageView view) {
        ImageDetails details = view.details();
        ContainerConfig config = details.config();
        String platform =
                details.os()
                        + "/"
                        + details.architecture()
                        + (details.variant() == null || details.variant().isBlank()
                                ? ""
                                : "/" + details.variant());
        Facts facts =
                new Facts()
                        .with("Created", new RelativeTime(details.created()))
                        .with("Size", new ByteSize(view.row().sizeBytes()).toSpan())
                        .with("Platform", platform);
        if (details.osVersion() != null && !details.osVersion().isBlank()) {
            facts.with("OS version", details.osVersion());
        }
        facts.with("Entry point", join(config.entrypoint()))
                .with("Command", join(config.cmd()))
                .with("In folder", config.workingDir() == null ? "/" : config.workingDir())
                .with(
                        "As user",
                        config.user() == null || config.user().isBlank() ? "root" : config.user())
                .with("Ports", join(config.exposedPorts().keySet().stream().sorted().toList()));
        return panel("About", facts);
    }

    private static String join(List<String> words) {
        return words.isEmpty() ? "—" : String.join(" ", words);
    }

    private Component names(ImageRow row) {
        if (row.dangling()) {
            return panel(
                    "Names",
                    new Paragraph("It has none. Add one, or it is gone at the next prune."));
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("plain-list");
        for (String reference : row.references()) {
            ListItem item =
                    new ListItem(
                            new NameText(reference),
                            CopyableId.copyButton(reference, VisibleText.of(reference)));
            item.addClassName("name-line");
            if (row.references().size() > 1 && remove.isVisible()) {
                Button untag =
                        new Button(
                                Glyph.REMOVE.create(),
                                click ->
                                        dialogs.removeReference(
                                                this, row, reference, this::refresh));
                untag.addThemeNames("tertiary", "small");
                untag.setAriaLabel("Remove the name " + VisibleText.of(reference));
                item.add(untag);
            }
            list.add(item);
        }
        return panel("Names", list);
    }

    private List<ContainerRow> users(ImageRow row) {
        ContainerQuery onHost =
                new ContainerQuery(
                        "",
                        Set.of(row.key().host()),
                        Set.of(),
                        null,
                        null,
                        null,
                        ContainerQuery.Sort.NAME,
                        false,
                        0,
                        dev.mullion.backend.Page.MOST);
        return containers.list(onHost).items().stream()
                .filter(container -> isFrom(row, container.image()))
                .toList();
    }

    private static boolean isFrom(ImageRow row, String image) {
        if (image.equals(row.key().id().toString())
                || (image.length() >= 12 && row.key().id().hex().startsWith(image))) {
            return true;
        }
        try {
            return row.references().contains(ImageReference.of(image).familiar());
        } catch (IllegalArgumentException notAReference) {
            return false;
        }
    }

    private static Component usedBy(List<ContainerRow> users) {
        if (users.isEmpty()) {
            return panel("Containers that use it", new Paragraph("None."));
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("plain-list");
        for (ContainerRow user : users) {
            StateWord word = StateWord.of(user.status());
            ListItem item =
                    new ListItem(
                            new Anchor("containers/" + user.key(), new NameText(user.name())),
                            new StateBadge(word.tone(), word.word()));
            item.addClassName("name-line");
            list.add(item);
        }
        return panel("Containers that use it", list);
    }

    private static Component history(List<HistoryEntry> entries) {
        OrderedList list = new OrderedList();
        list.addClassName("history");
        list.getElement().setAttribute("reversed", true);
        for (HistoryEntry entry : entries) {
            Span command = new Span(VisibleText.of(LayerStack.step(entry.createdBy())));
            command.addClassNames("mono", "layer-command");
            command.setTitle(VisibleText.of(entry.createdBy()));
            Span size = entry.size() > 0 ? new ByteSize(entry.size()).toSpan() : new Span("—");
            size.addClassName("layer-size");
            list.add(new ListItem(size, command, new RelativeTime(entry.createdAt())));
        }
        return panel("History, the newest step first", list);
    }

    private static Div panel(String title, Component... parts) {
        Div panel = new Div(new Header(new H2(title)));
        panel.addClassName("panel");
        panel.add(parts);
        return panel;
    }

    private void launch() {
        ImageView view = shown;
        if (view != null) {
            ImageRow row = view.row();
            launching.open(
                    this,
                    row.key().host(),
                    row.dangling() ? null : ImageReference.of(row.references().getFirst()));
        }
    }

    private void tag() {
        ImageView view = shown;
        if (view != null) {
            dialogs.tag(view.row());
        }
    }

    private void remove() {
        ImageView view = shown;
        if (view != null) {
            dialogs.remove(this, view.row(), () -> getUI().ifPresent(ui -> ui.navigate("images")));
        }
    }

    @Override
    public String getPageTitle() {
        ImageView view = shown;
        return PageTitles.of(view == null ? "Image" : ImageNames.of(view.row()));
    }
}
