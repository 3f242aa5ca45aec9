package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.backend.Problem;

/**
 * Asks for one name. What is wrong with it shows beside the field, and the dialog stays open with
 * what was written.
 */
public abstract class NameDialog extends Dialog {

    private final TextField name;
    private final Button submit;

    /**
     * A dialog that is closed yet.
     *
     * @param id begins the ids of its field and its button, for example {@code rename}
     * @param label of the field
     * @param action on the button
     */
    protected NameDialog(String id, String title, String label, String action) {
        setHeaderTitle(VisibleText.of(title));
        name = new TextField(label);
        name.setId(id + "-name");
        name.setAutocomplete(Autocomplete.OFF);
        name.setAutofocus(true);
        name.setAutoselect(true);
        name.setWidthFull();
        name.addKeyPressListener(Key.ENTER, press -> ask());
        submit = new Button(action, click -> ask());
        submit.setId(id + "-submit");
        submit.addThemeNames("primary");
        add(name);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    /** Does what was asked for; it calls {@link #close} or {@link #failed} in the end. */
    protected abstract void submit(String wanted);

    protected final TextField field() {
        return name;
    }

    private void ask() {
        String wanted = name.getValue().strip();
        if (wanted.isEmpty()) {
            refuse("Write the new name.");
            return;
        }
        name.setInvalid(false);
        submit.setEnabled(false);
        submit(wanted);
    }

    /** Shows why it couldn't be done, and lets the person try again. */
    protected final void failed(RuntimeException failure) {
        if (failure instanceof Problem problem) {
            refuse(problem.reason());
        } else {
            submit.setEnabled(true);
            HostWork.tell(failure);
        }
    }

    /** Says what is wrong with the name. */
    protected final void refuse(String sentence) {
        submit.setEnabled(true);
        name.setErrorMessage(VisibleText.of(sentence));
        name.setInvalid(true);
    }
}
