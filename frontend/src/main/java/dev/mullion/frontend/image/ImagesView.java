package dev.mullion.frontend.image;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.FilteredListView;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.PagedGrid;
import dev.mullion.frontend.frame.SeenWith;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import jakarta.annotation.security.PermitAll;
import java.util.Set;

/** The images of all hosts: find, pull, tidy up. */
@Route("images")
@PermitAll
@SeenWith(Permission.IMAGE_READ)
public class ImagesView extends FilteredListView<ImageFilter> {

    public static final String PULL = "pull-image";
    public static final String PRUNE = "prune-images";
    public static final String GRID = "images-grid";

    private static final Words WORDS =
            new Words(
                    "Images",
                    "images",
                    "Find by name, id or host",
                    "Name, id",
                    "Images are kept on hosts, and none is known yet.",
                    "No image fits",
                    "There are images, but none that your filters let through.");

    private final ImageService images;
    private final ImageDialogs dialogs;
    private final Authorizer authorizer;
    private final ImageGrid grid;
    private final Button prune;

    ImagesView(
            ImageService images,
            HostService hosts,
            ImageDialogs dialogs,
            Authorizer authorizer,
            LiveChanges changes) {
        super(
                changes,
                Set.of(Topic.IMAGES, Topic.CONTAINERS, Topic.HOSTS),
                hosts,
                authorizer,
                WORDS,
                ImageFilter.none());
        this.images = images;
        this.dialogs = dialogs;
        this.authorizer = authorizer;
        grid = new ImageGrid(images, this::filter);
        grid.setId(GRID);
        prune = new Button("Prune", Glyph.REMOVE.create(), click -> dialogs.prune(this));
        prune.setId(PRUNE);
        prune.setTooltipText("Find images that nothing uses, and remove them");
        Button pull = pullButton();
        pull.setId(PULL);
        add(header(prune, pull), filters(), rows());
    }

    private Button pullButton() {
        Button pull =
                new Button("Pull image", Glyph.DOWNLOAD.create(), click -> dialogs.pull(this));
        pull.addThemeNames("primary");
        pull.setVisible(authorizer.may(Permission.IMAGE_PULL, Resource.PLATFORM));
        return pull;
    }

    @Override
    protected ImageFilter everything() {
        return ImageFilter.none();
    }

    @Override
    protected ImageFilter read(QueryParameters address) {
        return ImageFilter.of(address);
    }

    @Override
    protected ImageFilter chosen(String wanted, Set<HostId> on) {
        return new ImageFilter(wanted, on);
    }

    @Override
    protected long count(ImageFilter narrowedTo) {
        return images.list(narrowedTo.query(ImageQuery.Sort.NAME, false, 0, 1)).total();
    }

    @Override
    protected PagedGrid<?> grid() {
        return grid;
    }

    @Override
    protected void refreshed(long all) {
        prune.setVisible(all > 0 && authorizer.may(Permission.IMAGE_PRUNE, Resource.PLATFORM));
    }

    @Override
    protected EmptyState nothingYet() {
        return new EmptyState(
                Glyph.IMAGE,
                "No images yet",
                "An image holds what a container runs. Pull one from a registry to begin.",
                pullButton());
    }
}
