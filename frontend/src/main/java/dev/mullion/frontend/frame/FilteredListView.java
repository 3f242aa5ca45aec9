package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import java.util.List;
import java.util.Set;

/**
 * A page that is one list of what all hosts have: how many there are, what it is narrowed to (kept
 * in the address, so that a link shows the same), the rows, and what to do where there are none.
 *
 * @param <F> what it can be narrowed to
 */
public abstract class FilteredListView<F extends ListFilter> extends LiveView
        implements BeforeEnterObserver, HasDynamicTitle {

    /**
     * What the page says.
     *
     * @param title for example {@code Containers}
     * @param route the page's address, by which its fields are named as well
     * @param find what the text is compared with, for those who hear the page
     * @param example the same in the empty field
     * @param hostless what is said where there is no host yet
     * @param nothingFits what is said where the filters let nothing through
     * @param filtered the sentence after it
     */
    public record Words(
            String title,
            String route,
            String find,
            String example,
            String hostless,
            String nothingFits,
            String filtered) {}

    private final Words words;
    private final HostService hosts;
    private final Authorizer authorizer;
    private final TextField text = new TextField();
    private final HostChoice onHosts = new HostChoice(this::filterChanged);
    private final Button clear = new Button("Clear", click -> clearFilter());
    private final Span count = new Span();
    private final ListPlace place = new ListPlace();
    private F filter;
    private boolean reading;

    protected FilteredListView(
            LiveChanges changes,
            Set<Topic> topics,
            HostService hosts,
            Authorizer authorizer,
            Words words,
            F everything) {
        super(changes, topics);
        this.words = words;
        this.hosts = hosts;
        this.authorizer = authorizer;
        this.filter = everything;
        addClassName("list-page");
    }

    /** What the list is narrowed to now. */
    protected final F filter() {
        return filter;
    }

    /** The filter that leaves nothing out. */
    protected abstract F everything();

    /** Reads the filter of an address. */
    protected abstract F read(QueryParameters address);

    /** The filter that the fields of the page say. */
    protected abstract F chosen(String wanted, Set<HostId> on);

    /** Shows a filter in the fields that only this page has. */
    protected void showChoices(F wanted) {}

    /** How many rows there are. */
    protected abstract long count(F narrowedTo);

    /** The rows. */
    protected abstract PagedGrid<?> grid();

    /** What is shown where there are hosts, but nothing on them. */
    protected abstract EmptyState nothingYet();

    /** The head of the page, with its buttons. */
    protected final PageHeader header(Component... actions) {
        count.addClassName("secondary");
        return new PageHeader(words.title()).beside(count).actions(actions);
    }

    /** The fields of the filter, those that only this page has last. */
    protected final Component filters(Component... more) {
        text.setId(words.route() + "-text");
        text.setAriaLabel(words.find());
        text.setPlaceholder(words.example());
        text.setPrefixComponent(Glyph.SEARCH.create());
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> filterChanged());
        onHosts.setId(words.route() + "-host");
        clear.addThemeNames("tertiary");
        Div bar = new Div(text, onHosts);
        bar.add(more);
        bar.add(clear);
        bar.addClassName("filters");
        return bar;
    }

    /** Where the rows are, or why there are none. */
    protected final Component rows() {
        return place;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        filter = read(event.getLocation().getQueryParameters());
        show(filter);
        onHosts.choose(seenHosts(), filter.hosts());
    }

    /** None for who doesn't see any: members of tenants see what runs, not the machines. */
    private List<HostView> seenHosts() {
        return seesHosts() ? hosts.list() : List.of();
    }

    private boolean seesHosts() {
        return authorizer.may(Permission.HOST_READ, Resource.PLATFORM);
    }

    private void show(F wanted) {
        reading = true;
        text.setValue(wanted.text());
        showChoices(wanted);
        reading = false;
    }

    /** To be called when a field of the filter has changed. */
    protected final void filterChanged() {
        if (reading) {
            return;
        }
        filter = chosen(text.getValue(), onHosts.chosen());
        UI.getCurrentOrThrow()
                .getPage()
                .getHistory()
                .replaceState(null, new Location(words.route(), filter.parameters()));
        refresh();
    }

    @Override
    protected void tenantChosen() {
        filterChanged();
    }

    private void clearFilter() {
        show(everything());
        reading = true;
        onHosts.clear();
        reading = false;
        filterChanged();
    }

    @Override
    protected void refresh() {
        List<HostView> seen = seenHosts();
        onHosts.offer(seen, filter.hosts());
        onHosts.setVisible(!seen.isEmpty());
        long shown = count(filter);
        boolean narrowed = filter.narrows();
        long all = narrowed ? count(everything()) : shown;
        clear.setVisible(narrowed);
        count.setText(
                narrowed ? String.format("%,d of %,d", shown, all) : String.format("%,d", all));
        count.setVisible(all > 0);
        if (all == 0) {
            place.show(empty());
        } else if (shown == 0) {
            place.show(
                    new EmptyState(
                            Glyph.FILTER,
                            words.nothingFits(),
                            words.filtered(),
                            new Button("Clear the filters", click -> clearFilter())));
        } else {
            place.show(grid());
            grid().getDataProvider().refreshAll();
        }
        refreshed(all);
    }

    /** Is called when the list was shown anew. */
    protected void refreshed(long all) {}

    private Component empty() {
        if (seesHosts() && hosts.list().isEmpty()) {
            return new EmptyState(
                    Glyph.HOST,
                    "Add a host first",
                    words.hostless(),
                    new Anchor("hosts", "Go to hosts"));
        }
        return nothingYet();
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of(words.title());
    }
}
