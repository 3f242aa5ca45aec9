package dev.mullion.frontend.container;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerKey;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.image.ImageKey;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.docker.Digest;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One container: what it is, what it writes, what can be done to it. */
@Route("containers/:key/:tab?(logs|inspect)")
@PermitAll
public class ContainerView extends LiveView implements BeforeEnterObserver, HasDynamicTitle {

    private static final String OVERVIEW = "";
    private static final String LOGS = "logs";
    private static final String INSPECT = "inspect";

    private final ContainerService containers;
    private final HostService hosts;
    private final HostWork work;
    private final Callers callers;
    private final Authorizer authorizer;
    private final TenantService tenants;

    private final PageHeader header = new PageHeader("");
    private final StateBadge state = new StateBadge(Tone.UNKNOWN, "");
    private final Div isolation = new Div();
    private final Div facts = new Div();
    private final Div imagePlace = new Div();
    private final Div hostPlace = new Div();
    private final Div tenantPlace = new Div();
    private final Div trouble = new Div();
    private final Tabs tabs = new Tabs();
    private final Div content = new Div();
    private final ContainerActions actions;

    private @Nullable ContainerKey key;
    private @Nullable ContainerRow row;
    private @Nullable ContainerOverview overview;
    private @Nullable ContainerInspect inspect;
    // what the links say now: a link that is built anew loses the focus of whoever is on it
    private String imageShown = "";
    private String hostShown = "";
    private String tenantShown = "";
    private String tab = OVERVIEW;
    private boolean away;
    private boolean detailed;
    private boolean asking;
    private boolean askAgain;

    ContainerView(
            ContainerService containers,
            HostService hosts,
            HostWork work,
            Callers callers,
            Authorizer authorizer,
            TenantService tenants,
            ContainerActions actions,
            LiveChanges changes) {
        super(changes, Set.of(Topic.CONTAINERS, Topic.HOSTS, Topic.ACCESS));
        this.containers = containers;
        this.hosts = hosts;
        this.work = work;
        this.callers = callers;
        this.authorizer = authorizer;
        this.tenants = tenants;
        this.actions = actions;
        addClassName("container-page");
        state.setId("container-state");
        facts.addClassName("header-facts");
        imagePlace.addClassName("header-fact");
        hostPlace.addClassName("header-fact");
        tenantPlace.addClassName("header-fact");
        header.beside(state, isolation).actions(actions);
        tabs.addClassName("page-tabs");
        content.addClassName("tab-content");
        add(header, facts, trouble, tabs, content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        ContainerKey asked;
        try {
            asked = ContainerKey.of(event.getRouteParameters().get("key").orElse(""));
        } catch (IllegalArgumentException notAKey) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        String askedTab = event.getRouteParameters().get("tab").orElse(OVERVIEW);
        boolean other = !asked.equals(key);
        if (other) {
            key = asked;
            row = null;
            facts.removeAll();
        }
        if (other || !askedTab.equals(tab) || content.getChildren().findAny().isEmpty()) {
            tab = askedTab;
            look(asked);
            showTabs(asked);
            showTab(asked);
            if (isAttached()) {
                // a tab of the page that is open already: nothing else would fill it
                refresh();
            }
        }
    }

    /** Reads what is known of it; nothing when it is gone. */
    private void look(ContainerKey asked) {
        try {
            row = containers.get(asked);
            trouble.removeAll();
        } catch (RefusedException refused) {
            if (!isAttached()) {
                throw refused;
            }
            row = null; // the right was taken away meanwhile: to this person it is gone
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.NOT_FOUND) {
                trouble.removeAll();
                trouble.add(new ProblemNotice(problem));
            }
            row = null;
        }
    }

    private void showTabs(ContainerKey asked) {
        tabs.removeAll();
        addTab("Overview", asked, OVERVIEW);
        addTab("Logs", asked, LOGS);
        addTab("Inspect", asked, INSPECT);
    }

    private void addTab(String word, ContainerKey asked, String name) {
        Anchor link = new Anchor("containers/" + asked + (name.isEmpty() ? "" : "/" + name), word);
        link.getElement().setAttribute("router-link", true);
        link.setTabIndex(-1); // the tab takes the focus, and Enter on it follows the link
        Tab tabOf = new Tab(link);
        tabOf.setId("tab-" + (name.isEmpty() ? "overview" : name));
        tabs.add(tabOf);
        if (name.equals(tab)) {
            tabs.setSelectedTab(tabOf);
        }
    }

    private void showTab(ContainerKey asked) {
        content.removeAll();
        overview = null;
        inspect = null;
        detailed = false;
        ContainerRow there = row;
        if (there == null) {
            return;
        }
        switch (tab) {
            case LOGS -> content.add(new ContainerLogs(asked, there.name(), containers, callers));
            case INSPECT -> {
                inspect = new ContainerInspect();
                content.add(inspect);
            }
            default -> {
                overview = new ContainerOverview();
                content.add(overview);
            }
        }
    }

    @Override
    protected void refresh() {
        ContainerKey asked = key;
        if (asked == null) {
            return;
        }
        boolean wasThere = row != null;
        look(asked);
        ContainerRow there = row;
        if (there == null) {
            showGone();
            return;
        }
        boolean back = away && !there.stale();
        away = there.stale();
        boolean logIsBack = back && tab.equals(LOGS);
        if (!wasThere || logIsBack || content.getChildren().findAny().isEmpty()) {
            showTab(asked);
        }
        tabs.setVisible(true);
        showHeader(there);
        if (!there.stale()) {
            askForDetails(asked);
        } else if (!detailed && !tab.equals(LOGS)) {
            trouble.removeAll();
            trouble.add(
                    new ProblemNotice(
                            "The details can't be shown now.",
                            "Host " + there.hostName() + " can't be reached.",
                            "They appear here by themselves once it is back."));
        }
    }

    private void showGone() {
        tabs.setVisible(false);
        actions.show(null);
        state.show(Tone.QUIET, "Gone");
        header.setHeading("Container");
        facts.removeAll();
        isolation.removeAll();
        content.removeAll();
        content.add(
                new EmptyState(
                        Glyph.CONTAINER,
                        "This container is gone",
                        "It was removed from its host, or the host was removed.",
                        new Anchor("containers", "See all containers")));
    }

    private void showHeader(ContainerRow there) {
        header.setHeading(there.name());
        StateWord word = StateWord.of(there.status());
        state.show(
                there.stale() ? Tone.UNKNOWN : word.tone(),
                there.stale() ? word.word() + " when last seen" : word.word());
        state.because(there.statusText());
        actions.show(there);
        if (facts.getChildren().findAny().isEmpty()) {
            isolation.removeAll();
            isolation.add(new IsolationBadge(there.isolation()));
            imagePlace.removeAll();
            imagePlace.add(Glyph.IMAGE.create(), new NameText(there.image()));
            imageShown = "";
            hostShown = "";
            tenantShown = "";
            facts.add(imagePlace, hostPlace, tenantPlace, new CopyableId(there.key().id().hex()));
        }
        if (!hostShown.equals(there.hostName())) {
            hostShown = there.hostName();
            hostPlace.removeAll();
            NameText host = new NameText(hostShown);
            hostPlace.add(
                    Glyph.HOST.create(),
                    authorizer.may(Permission.HOST_READ, there.key().host())
                            ? new Anchor("hosts/" + there.key().host(), host)
                            : host);
        }
        showTenant(there);
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    private void showTenant(ContainerRow there) {
        TenantId whose = there.tenant();
        Stage stage = there.stage();
        if (whose == null || stage == null || !authorizer.may(Permission.TENANT_READ, whose)) {
            tenantPlace.setVisible(false);
            return;
        }
        tenantPlace.setVisible(true);
        Tenant tenant = tenants.get(whose);
        String shown = tenant.name() + " · " + stage.code();
        if (!shown.equals(tenantShown)) {
            tenantShown = shown;
            tenantPlace.removeAll();
            tenantPlace.add(
                    Glyph.TENANT.create(),
                    new Anchor("tenants/" + whose, new NameText(tenant.name())),
                    new Span("· " + stage.code()));
        }
    }

    /** One question at a time is under way; what changes meanwhile leads to one more. */
    private void askForDetails(ContainerKey asked) {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        String reachedAt = reachedAt(asked);
        work.ask(
                this,
                () -> containers.inspect(asked),
                details -> {
                    answered();
                    if (asked.equals(key)) {
                        show(details, reachedAt);
                    }
                },
                failure -> {
                    answered();
                    cannotInspect(failure);
                });
    }

    private void answered() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            refresh();
        }
    }

    private void show(ContainerDetails details, String reachedAt) {
        trouble.removeAll();
        detailed = true;
        if (overview != null) {
            overview.show(details, reachedAt);
        }
        if (inspect != null) {
            inspect.show(details);
        }
        ContainerRow there = row;
        if (there != null && !imageShown.equals(details.image() + there.image())) {
            imageShown = details.image() + there.image();
            imagePlace.removeAll();
            imagePlace.add(
                    Glyph.IMAGE.create(),
                    authorizer.may(Permission.IMAGE_READ, there.key().host())
                            ? imageLink(there, details)
                            : new NameText(there.image()));
        }
    }

    private static Anchor imageLink(ContainerRow there, ContainerDetails details) {
        String route = "images";
        try {
            route += "/" + new ImageKey(there.key().host(), Digest.of(details.image()));
        } catch (IllegalArgumentException notAnId) {
            // an engine that names the image instead of its id: the list is as near as we get
            route = "images";
        }
        return new Anchor(route, new NameText(there.image()));
    }

    private void cannotInspect(RuntimeException failure) {
        if (failure instanceof Problem problem) {
            trouble.removeAll();
            if (problem.kind() != Problem.Kind.NOT_FOUND) {
                trouble.add(new ProblemNotice(problem));
            }
        } else {
            HostWork.tell(failure);
        }
    }

    /** The name a browser finds the host's ports at: a local engine's are where the portal is. */
    private String reachedAt(ContainerKey asked) {
        HostAddress address;
        if (!authorizer.may(Permission.HOST_READ, asked.host())) {
            return portalName;
        }
        try {
            address = hosts.get(asked.host()).host().address();
        } catch (Problem gone) {
            return "localhost";
        }
        VaadinRequest request = VaadinRequest.getCurrent();
        if (request instanceof jakarta.servlet.http.HttpServletRequest http) {
            portalName = http.getServerName();
        }
        return address instanceof HostAddress.Tcp tcp ? tcp.host() : portalName;
    }

    private String portalName = "localhost";

    @Override
    public String getPageTitle() {
        ContainerRow there = row;
        String name = there == null ? "Container" : VisibleText.of(there.name());
        return PageTitles.of(
                switch (tab) {
                    case LOGS -> "Log of " + name;
                    case INSPECT -> "Inspect " + name;
                    default -> name;
                });
    }
}
