package dev.mullion.frontend.image;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import dev.mullion.backend.Problem;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.image.PrunePreview;
import dev.mullion.frontend.frame.ByteSize;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows which images of a host nothing uses, and removes exactly those when told to. */
final class PruneDialog extends Dialog {

    private static final Boolean NAMELESS = Boolean.TRUE;
    private static final Boolean ALL_UNUSED = Boolean.FALSE;

    private final ImageService images;
    private final HostWork work;
    private final Select<HostView> host = new Select<>();
    private final RadioButtonGroup<Boolean> which = new RadioButtonGroup<>("Which");
    private final Div preview = new Div();
    private final Button submit = new Button("Remove", click -> prune());
    private @Nullable PrunePreview shown;

    /** Answers come in any order; only the one to the latest question is of interest. */
    private int questions;

    PruneDialog(List<HostView> hosts, ImageService images, HostWork work) {
        this.images = images;
        this.work = work;
        addClassName("prune-dialog");
        setHeaderTitle("Prune images");
        host.setId("prune-host");
        host.setLabel("On host");
        host.setItems(hosts);
        host.setItemLabelGenerator(view -> VisibleText.of(view.host().name()));
        host.setItemEnabledProvider(view -> !view.stale());
        which.setItems(NAMELESS, ALL_UNUSED);
        which.setItemLabelGenerator(nameless ->
                nameless ? "Without a name and not used" : "All that no container uses");
        which.setValue(NAMELESS);
        which.setId("prune-which");
        preview.addClassName("prune-preview");
        preview.getElement().setAttribute("role", "status");
        submit.setId("prune-submit");
        submit.addThemeNames("primary", "error");
        submit.setEnabled(false);
        Div fields = new Div(host, which, preview);
        fields.addClassName("dialog-fields");
        add(fields);
        getFooter().add(new Button("Cancel", click -> close()), submit);
        host.addValueChangeListener(change -> look());
        which.addValueChangeListener(change -> look());
        addAttachListener(attach -> HostView.first(hosts).ifPresent(host::setValue));
    }

    private void look() {
        HostView chosen = host.getValue();
        if (chosen == null) {
            return;
        }
        HostId id = chosen.host().id();
        boolean nameless = NAMELESS.equals(which.getValue());
        submit.setEnabled(false);
        shown = null;
        preview.removeAll();
        preview.add(new Paragraph("Looking…"));
        int question = ++questions;
        work.ask(
                this,
                () -> images.previewPrune(id, nameless),
                found -> {
                    if (question == questions) {
                        show(found);
                    }
                },
                failure -> {
                    if (question == questions) {
                        failed(failure);
                    }
                });
    }

    private void show(PrunePreview found) {
        shown = found;
        preview.removeAll();
        if (found.images().isEmpty()) {
            preview.add(new Paragraph("Nothing to remove: every such image is in use."));
            submit.setText("Remove");
            return;
        }
        String images = found.images().size() == 1 ? "1 image" : found.images().size() + " images";
        preview.add(
                new Paragraph(
                        images
                                + ", together "
                                + new ByteSize(found.bytes())
                                + ". Less is freed where they share layers with images that stay."));
        UnorderedList list = new UnorderedList();
        list.addClassName("plain-list");
        for (ImageRow row : found.images()) {
            ListItem item =
                    new ListItem(
                            new NameText(ImageNames.all(row)),
                            new ByteSize(row.sizeBytes()).toSpan());
            item.addClassName("prune-image");
            list.add(item);
        }
        preview.add(list);
        submit.setText("Remove " + images);
        submit.setEnabled(true);
    }

    private void prune() {
        PrunePreview confirmed = shown;
        if (confirmed == null) {
            return;
        }
        submit.setEnabled(false);
        work.ask(
                this,
                () -> images.prune(confirmed),
                removed -> {
                    close();
                    int count = removed.images().size();
                    Notices.done("Removed " + (count == 1 ? "1 image" : count + " images"));
                },
                this::failed);
    }

    private void failed(RuntimeException failure) {
        if (failure instanceof Problem problem) {
            preview.removeAll();
            preview.add(new ProblemNotice(problem));
        } else {
            HostWork.tell(failure);
        }
    }
}
