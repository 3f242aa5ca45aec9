package dev.mullion.frontend.image;

import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.NameDialog;
import dev.mullion.frontend.frame.Notices;
import java.util.Optional;

/** Gives an image one more name. */
final class TagDialog extends NameDialog {

    private final ImageRow row;
    private final ImageService images;
    private final HostWork work;

    TagDialog(ImageRow row, ImageService images, HostWork work) {
        super("tag", "Tag " + ImageNames.of(row), "New name", "Add name");
        this.row = row;
        this.images = images;
        this.work = work;
        field().setHelperText("Repository and tag, for example registry.example:5000/team/app:2");
        field().setValueChangeMode(ValueChangeMode.LAZY);
        field().addValueChangeListener(change -> {
            field().setInvalid(false);
            if (!change.getValue().isBlank()) {
                read(change.getValue().strip());
            }
        });
    }

    private Optional<ImageReference> read(String text) {
        try {
            return Optional.of(ImageReference.of(text));
        } catch (IllegalArgumentException wrong) {
            refuse(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    protected void submit(String wanted) {
        read(wanted).ifPresent(this::tag);
    }

    private void tag(ImageReference target) {
        work.ask(
                this,
                () -> {
                    images.tag(row.key(), target);
                    return target;
                },
                tagged -> {
                    close();
                    Notices.done("It is also called " + tagged.familiar() + " now");
                },
                this::failed);
    }
}
