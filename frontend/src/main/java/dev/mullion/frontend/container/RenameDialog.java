package dev.mullion.frontend.container;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.backend.Problem;
import dev.mullion.backend.container.ContainerRow;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.VisibleText;

/** Asks for a container's new name. */
final class RenameDialog extends Dialog {

    private final ContainerRow row;
    private final ContainerService containers;
    private final HostWork work;
    private final TextField name = new TextField("New name");
    private final Button submit = new Button("Rename", click -> submit());

    RenameDialog(ContainerRow row, ContainerService containers, HostWork work) {
        this.row = row;
        this.containers = containers;
        this.work = work;
        setHeaderTitle("Rename " + VisibleText.of(row.name()));
        name.setId("rename-name");
        name.setValue(row.name());
        name.setAutocomplete(Autocomplete.OFF);
        name.setAutoselect(true);
        name.setAutofocus(true);
        name.setWidthFull();
        name.addKeyPressListener(Key.ENTER, press -> submit());
        submit.setId("rename-submit");
        submit.addThemeNames("primary");
        add(name);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void submit() {
        String wanted = name.getValue().strip();
        if (wanted.isEmpty()) {
            show("Write the new name.");
            return;
        }
        submit.setEnabled(false);
        work.ask(
                this,
                () -> {
                    containers.rename(row.key(), wanted);
                    return wanted;
                },
                renamed -> {
                    close();
                    Notices.done("Renamed to " + renamed);
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
