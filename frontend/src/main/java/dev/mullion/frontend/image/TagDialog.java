package dev.mullion.frontend.image;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.Problem;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Optional;

/** Gives an image one more name. */
final class TagDialog extends Dialog {

    private final ImageRow row;
    private final ImageService images;
    private final HostWork work;
    private final TextField name = new TextField("New name");
    private final Button submit = new Button("Add name", click -> submit());

    TagDialog(ImageRow row, ImageService images, HostWork work) {
        this.row = row;
        this.images = images;
        this.work = work;
        setHeaderTitle(VisibleText.of("Tag " + ImageNames.of(row)));
        name.setId("tag-reference");
        name.setHelperText("Repository and tag, for example registry.example:5000/team/app:2");
        name.setAutocomplete(Autocomplete.OFF);
        name.setAutofocus(true);
        name.setWidthFull();
        name.setValueChangeMode(ValueChangeMode.LAZY);
        name.addValueChangeListener(change -> read());
        name.addKeyPressListener(Key.ENTER, press -> submit());
        submit.setId("tag-submit");
        submit.addThemeNames("primary");
        add(name);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private Optional<ImageReference> read() {
        try {
            name.setInvalid(false);
            return name.getValue().isBlank()
                    ? Optional.empty()
                    : Optional.of(ImageReference.of(name.getValue().strip()));
        } catch (IllegalArgumentException wrong) {
            show(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private void submit() {
        if (name.getValue().isBlank()) {
            show("Write the new name.");
            return;
        }
        read().ifPresent(this::tag);
    }

    private void tag(ImageReference target) {
        submit.setEnabled(false);
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
                failure -> {
                    submit.setEnabled(true);
                    if (failure instanceof Problem problem) {
                        show(problem.reason());
                    } else {
                        HostWork.tell(failure);
                    }
                });
    }

    private void show(String sentence) {
        name.setErrorMessage(VisibleText.of(sentence));
        name.setInvalid(true);
    }
}
