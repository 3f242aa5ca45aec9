package dev.mullion.frontend.host;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.Host;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import jakarta.annotation.security.PermitAll;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One host: how it is, what it is, which isolation it offers, what it holds. */
@Route("hosts")
@PermitAll
public class HostPage extends LiveView implements HasUrlParameter<String>, HasDynamicTitle {

    private final transient HostService hosts;
    private final transient Authorizer authorizer;
    private final PageHeader header = new PageHeader("Host");
    private final StateBadge state = new StateBadge(Tone.UNKNOWN, "");
    private final StateBadge emulated = HostWords.emulatedBadge();
    private final Paragraph trouble = new Paragraph();
    private final Div labels = new Div();
    private final HostFactsPanel facts = new HostFactsPanel();
    private final IsolationPanel isolation = new IsolationPanel();
    private final HostContents contents;
    private final Div known = new Div();
    private final EmptyState gone =
            new EmptyState(
                    Glyph.HOST,
                    "This host was removed",
                    "It is no longer managed here. Its containers were left as they were.",
                    new Anchor("hosts", "All hosts"));
    private final Button rename = new Button("Rename", Glyph.EDIT.create(), click -> openRename());
    private final Button label = new Button("Labels", Glyph.TAG.create(), click -> openLabels());
    private final Button remove =
            new Button("Remove", Glyph.REMOVE.create(), click -> openRemove());
    private @Nullable HostId id;
    private @Nullable HostView view;

    public HostPage(
            HostService hosts,
            ContainerService containers,
            ImageService images,
            Authorizer authorizer,
            LiveChanges changes) {
        super(changes, Set.of(Topic.HOSTS, Topic.CONTAINERS, Topic.IMAGES));
        this.hosts = hosts;
        this.authorizer = authorizer;
        contents = new HostContents(containers, images);
        rename.setId("host-rename");
        label.setId("host-labels");
        remove.setId("host-remove");
        remove.addThemeNames("error");
        trouble.addClassName("trouble");
        labels.addClassName("badges");
        Div columns = new Div(facts, isolation);
        columns.addClassName("columns");
        known.addClassName("stack");
        known.add(trouble, labels, columns, contents);
        gone.setVisible(false);
        add(header.beside(state, emulated).actions(rename, label, remove), known, gone);
    }

    @Override
    public void setParameter(BeforeEvent event, String parameter) {
        Optional<HostId> asked = hostId(parameter);
        try {
            id = asked.orElseThrow(NotFoundException::new);
            show(hosts.get(id));
        } catch (Problem problem) {
            throw new NotFoundException(problem.getMessage());
        }
        rename.setVisible(authorizer.may(Permission.HOST_UPDATE, id));
        label.setVisible(authorizer.may(Permission.HOST_UPDATE, id));
        remove.setVisible(authorizer.may(Permission.HOST_REMOVE, id));
    }

    private static Optional<HostId> hostId(String parameter) {
        try {
            return Optional.of(HostId.of(parameter));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    protected void refresh() {
        if (id == null) {
            return;
        }
        try {
            show(hosts.get(id));
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.NOT_FOUND) {
                throw problem;
            }
            view = null;
            known.setVisible(false);
            gone.setVisible(true);
            rename.setVisible(false);
            label.setVisible(false);
            remove.setVisible(false);
            state.setVisible(false);
        }
    }

    private void show(HostView now) {
        boolean changed = !now.equals(view);
        view = now;
        if (changed) {
            header.setHeading(now.host().name());
            HostWords.show(state, now);
            HostFacts known = now.facts();
            emulated.setVisible(known != null && known.emulated());
            trouble.removeAll();
            trouble.add(HostWords.trouble(now));
            trouble.setVisible(now.stale());
            labels.removeAll();
            HostWords.addLabels(labels, now.host().labels());
            labels.setVisible(!now.host().labels().isEmpty());
            facts.show(now);
            isolation.show(now.facts());
        }
        contents.show(now);
    }

    private Host host() {
        return Objects.requireNonNull(view, "no host is shown").host();
    }

    private void openRename() {
        Host host = host();
        new RenameHostDialog(host, name -> hosts.rename(host.id(), name)).open();
    }

    private void openLabels() {
        Host host = host();
        new HostLabelsDialog(host, changed -> hosts.label(host.id(), changed)).open();
    }

    private void openRemove() {
        HostView shown = Objects.requireNonNull(view, "no host is shown");
        Host host = shown.host();
        new Confirmation("Remove host " + host.name() + "?", "Remove host", () -> removeNow(host))
                .saying(
                        "The portal forgets the host. Its name, its labels and its history here are lost.")
                .saying(
                        "Nothing on the machine changes: "
                                + (shown.running() == 1
                                        ? "1 running container keeps"
                                        : shown.running() + " running containers keep")
                                + " running, images and volumes stay.")
                .saying("It can be added again at any time by its address.")
                .askingFor(host.name())
                .open();
    }

    private void removeNow(Host host) {
        hosts.remove(host.id());
        Notices.done("Removed host " + host.name() + ". Its containers keep running.");
        getUI().ifPresent(ui -> ui.navigate(HostsPage.class));
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of(view == null ? "Host" : view.host().name());
    }
}
