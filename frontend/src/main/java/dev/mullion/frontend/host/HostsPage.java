package dev.mullion.frontend.host;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.SeenWith;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All hosts as cards: how they are, what they are, what they hold. */
@Route("hosts")
@PermitAll
@SeenWith(Permission.HOST_READ)
public class HostsPage extends LiveView implements HasDynamicTitle {

    /** From this many hosts on, a filter helps more than it distracts. */
    private static final int MANY = 6;

    private final transient HostService hosts;
    private final transient HostWork work;
    private final TextField filter = new TextField();
    private final Span count = new Span();
    private final UnorderedList cards = new UnorderedList();
    private final LiveList<HostView, HostCard> list;
    private final EmptyState empty;

    public HostsPage(HostService hosts, Authorizer authorizer, HostWork work, LiveChanges changes) {
        super(changes, Set.of(Topic.HOSTS, Topic.CONTAINERS, Topic.IMAGES));
        this.hosts = hosts;
        this.work = work;
        boolean mayAdd = authorizer.may(Permission.HOST_ADD, Resource.PLATFORM);

        filter.setPlaceholder("Name, address, system or label");
        filter.setAriaLabel("Filter hosts");
        filter.setId("host-filter");
        filter.setPrefixComponent(Glyph.SEARCH.create());
        filter.setClearButtonVisible(true);
        filter.setValueChangeMode(ValueChangeMode.LAZY);
        filter.addValueChangeListener(change -> refresh());
        Button add = addButton("add-host");
        add.setVisible(mayAdd);
        count.addClassName("secondary");
        cards.addClassName("cards");
        list =
                new LiveList<>(
                        cards, view -> view.host().id(), view -> new HostCard(), HostCard::show);
        empty = firstHost(mayAdd);
        add(new PageHeader("Hosts").beside(count).actions(filter, add), cards, empty);
    }

    private Button addButton(String id) {
        Button add =
                new Button(
                        "Add host",
                        Glyph.ADD.create(),
                        click -> new AddHostDialog(hosts, work).open());
        add.addThemeNames("primary");
        add.setId(id);
        return add;
    }

    private EmptyState firstHost(boolean mayAdd) {
        String title = "No hosts yet";
        String what =
                "A host is a machine that runs containers. Mullion reaches it through its Docker Engine API. ";
        return mayAdd
                ? new EmptyState(
                        Glyph.HOST,
                        title,
                        what + "Add the first one by its address.",
                        addButton("add-first-host"))
                : new EmptyState(Glyph.HOST, title, what + "A platform administrator can add one.");
    }

    @Override
    protected void refresh() {
        List<HostView> all = hosts.list();
        String wanted = filter.getValue().strip().toLowerCase(Locale.ROOT);
        list.show(all.stream().filter(view -> matches(view, wanted)).toList());
        long ready = all.stream().filter(view -> view.status().state() == HostState.READY).count();
        count.setText(all.isEmpty() ? "" : ready + " of " + all.size() + " ready");
        filter.setVisible(all.size() >= MANY || !wanted.isEmpty());
        cards.setVisible(!all.isEmpty());
        empty.setVisible(all.isEmpty());
    }

    static boolean matches(HostView view, String wanted) {
        String facts =
                view.facts() == null
                        ? ""
                        : view.facts().operatingSystem() + ' ' + view.facts().engine();
        String text =
                view.host().name()
                        + ' '
                        + view.host().address()
                        + ' '
                        + facts
                        + ' '
                        + view.host().labels();
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Hosts");
    }
}
