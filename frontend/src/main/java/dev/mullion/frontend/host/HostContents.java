package dev.mullion.frontend.host;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.backend.container.ContainerQuery;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.StateWord;
import dev.mullion.frontend.frame.Tone;
import java.util.Set;

/** What is on a host: totals, the first few of each, and the way to all of them. */
final class HostContents extends Div {

    private static final int FIRST_FEW = 8;

    private final transient ContainerService containers;
    private final transient ImageService images;
    private final Paragraph containerTotals = new Paragraph();
    private final Paragraph imageTotals = new Paragraph();
    private final Anchor allContainers = new Anchor("containers", "All its containers");
    private final Anchor allImages = new Anchor("images", "All its images");
    private final LiveList<ContainerRow, Line> containerLines;
    private final LiveList<ImageRow, Line> imageLines;

    HostContents(ContainerService containers, ImageService images) {
        this.containers = containers;
        this.images = images;
        addClassName("columns");
        UnorderedList containerList = lines();
        UnorderedList imageList = lines();
        containerLines =
                new LiveList<>(containerList, ContainerRow::key, row -> new Line(), Line::show);
        imageLines = new LiveList<>(imageList, ImageRow::key, row -> new Line(), Line::show);
        add(
                panel("Containers", containerTotals, allContainers, containerList),
                panel("Images", imageTotals, allImages, imageList));
    }

    private static UnorderedList lines() {
        UnorderedList list = new UnorderedList();
        list.addClassName("lines");
        return list;
    }

    private static Section panel(String title, Paragraph totals, Anchor all, UnorderedList list) {
        totals.addClassName("secondary");
        Section panel = new Section(new Header(new H2(title), all), totals, list);
        panel.addClassName("panel");
        return panel;
    }

    void show(HostView view) {
        HostId id = view.host().id();
        containerTotals.setText(
                view.containers() == 0
                        ? "None yet."
                        : view.running() + " of " + view.containers() + " running");
        imageTotals.setText(
                view.images() == 0
                        ? "None yet."
                        : view.images()
                                + (view.images() == 1 ? " image, up to " : " images, up to ")
                                + new ByteSize(view.imageBytes())
                                + " on disk");
        allContainers.setHref("containers?host=" + id.value());
        allImages.setHref("images?host=" + id.value());
        allContainers.setVisible(view.containers() > 0);
        allImages.setVisible(view.images() > 0);
        containerLines.show(
                containers
                        .list(
                                new ContainerQuery(
                                        "",
                                        Set.of(id),
                                        Set.of(),
                                        null,
                                        null,
                                        null,
                                        ContainerQuery.Sort.CREATED,
                                        true,
                                        0,
                                        FIRST_FEW))
                        .items());
        imageLines.show(
                images.list(
                                new ImageQuery(
                                        "", Set.of(id), ImageQuery.Sort.SIZE, true, 0, FIRST_FEW))
                        .items());
    }

    /** One container or image on one line. */
    private static final class Line extends ListItem {

        private final NameText name = new NameText("");
        private final Anchor link = new Anchor();
        private final NameText detail = new NameText("");
        private final StateBadge badge = new StateBadge(Tone.UNKNOWN, "");
        private final Span figure = new Span();

        Line() {
            addClassName("line");
            link.add(name);
            link.addClassName("line-name");
            detail.addClassNames("secondary", "line-detail");
            figure.addClassNames("figure", "secondary");
            add(link, detail, badge, figure);
        }

        void show(ContainerRow row) {
            name.show(row.name());
            link.setHref("containers/" + row.key());
            detail.show(row.image());
            StateWord now = StateWord.of(row.status());
            StateWord state = row.stale() ? now.lastSeen() : now;
            badge.show(state.tone(), state.word());
            badge.because(row.statusText());
            figure.setVisible(false);
        }

        void show(ImageRow row) {
            name.show(
                    row.references().isEmpty()
                            ? row.key().id().shortened()
                            : row.references().getFirst());
            link.setHref("images/" + row.key());
            int others = row.references().size() - 1;
            detail.show(
                    others > 0 ? "and " + others + (others == 1 ? " more tag" : " more tags") : "");
            badge.setVisible(false);
            figure.setText(new ByteSize(row.sizeBytes()).toString());
        }
    }
}
