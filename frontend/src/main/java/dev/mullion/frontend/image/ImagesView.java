package dev.mullion.frontend.image;

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
import com.vaadin.flow.router.Route;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.HostChoice;
import dev.mullion.frontend.frame.ListPlace;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import jakarta.annotation.security.PermitAll;
import java.util.Set;

/** The images of all hosts: find, pull, tidy up. */
@Route("images")
@PermitAll
public class ImagesView extends LiveView implements BeforeEnterObserver, HasDynamicTitle {

    public static final String PULL = "pull-image";
    public static final String PRUNE = "prune-images";
    public static final String GRID = "images-grid";

    private final ImageService images;
    private final HostService hosts;
    private final ImageDialogs dialogs;
    private final Authorizer authorizer;

    private final TextField text = new TextField();
    private final HostChoice onHosts = new HostChoice(this::filterChanged);
    private final Button clear = new Button("Clear", click -> clearFilter());
    private final Span count = new Span();
    private final ListPlace place = new ListPlace();
    private final ImageGrid grid;
    private final Button prune;
    private ImageFilter filter = ImageFilter.none();
    private boolean reading;

    ImagesView(
            ImageService images,
            HostService hosts,
            ImageDialogs dialogs,
            Authorizer authorizer,
            LiveChanges changes) {
        super(changes, Set.of(Topic.IMAGES, Topic.CONTAINERS, Topic.HOSTS));
        this.images = images;
        this.hosts = hosts;
        this.dialogs = dialogs;
        this.authorizer = authorizer;
        addClassName("list-page");
        grid = new ImageGrid(images, () -> filter);
        grid.setId(GRID);
        prune = new Button("Prune", Glyph.REMOVE.create(), click -> dialogs.prune(this));
        prune.setId(PRUNE);
        prune.setTooltipText("Find images that nothing uses, and remove them");
        add(header(), filters(), place);
    }

    private PageHeader header() {
        Button pull = pullButton();
        pull.setId(PULL);
        count.addClassName("secondary");
        return new PageHeader("Images").beside(count).actions(prune, pull);
    }

    private Button pullButton() {
        Button pull =
                new Button("Pull image", Glyph.DOWNLOAD.create(), click -> dialogs.pull(this));
        pull.addThemeNames("primary");
        pull.setVisible(authorizer.may(Permission.IMAGE_PULL, Resource.PLATFORM));
        return pull;
    }

    private Component filters() {
        text.setId("images-text");
        text.setAriaLabel("Find by name, id or host");
        text.setPlaceholder("Name, id");
        text.setPrefixComponent(Glyph.SEARCH.create());
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addValueChangeListener(change -> filterChanged());

        onHosts.setId("images-host");

        clear.addThemeNames("tertiary");
        Div bar = new Div(text, onHosts, clear);
        bar.addClassName("filters");
        return bar;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        filter = ImageFilter.of(event.getLocation().getQueryParameters());
        reading = true;
        text.setValue(filter.text());
        reading = false;
        onHosts.choose(hosts.list(), filter.hosts());
    }

    private void filterChanged() {
        if (reading) {
            return;
        }
        filter = new ImageFilter(text.getValue(), onHosts.chosen());
        UI.getCurrentOrThrow()
                .getPage()
                .getHistory()
                .replaceState(null, new Location("images", filter.parameters()));
        refresh();
    }

    private void clearFilter() {
        reading = true;
        text.clear();
        onHosts.clear();
        reading = false;
        filterChanged();
    }

    @Override
    protected void refresh() {
        onHosts.offer(hosts.list(), filter.hosts());
        long shown = count(filter);
        boolean narrowed = filter.narrows();
        long all = narrowed ? count(ImageFilter.none()) : shown;
        clear.setVisible(narrowed);
        prune.setVisible(all > 0 && authorizer.may(Permission.IMAGE_PRUNE, Resource.PLATFORM));
        count.setText(
                narrowed ? String.format("%,d of %,d", shown, all) : String.format("%,d", all));
        count.setVisible(all > 0);
        if (all == 0) {
            place.show(empty());
        } else if (shown == 0) {
            place.show(
                    new EmptyState(
                            Glyph.FILTER,
                            "No image fits",
                            "There are images, but none that your filters let through.",
                            new Button("Clear the filters", click -> clearFilter())));
        } else {
            place.show(grid);
            grid.getDataProvider().refreshAll();
        }
    }

    private long count(ImageFilter narrowedTo) {
        return images.list(narrowedTo.query(ImageQuery.Sort.NAME, false, 0, 1)).total();
    }

    private Component empty() {
        if (hosts.list().isEmpty()) {
            return new EmptyState(
                    Glyph.HOST,
                    "Add a host first",
                    "Images are kept on hosts, and none is known yet.",
                    new Anchor("hosts", "Go to hosts"));
        }
        return new EmptyState(
                Glyph.IMAGE,
                "No images yet",
                "An image holds what a container runs. Pull one from a registry to begin.",
                pullButton());
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Images");
    }
}
