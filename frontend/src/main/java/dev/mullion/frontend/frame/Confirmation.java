package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.Problem;

/**
 * Asks before something is lost: says what will happen, and for what matters asks for the name of
 * the thing. Stays open with the reason when the work fails. Its controls have the ids {@link
 * #NAME} and {@link #SUBMIT}.
 */
public final class Confirmation extends Dialog {

    public static final String NAME = "confirm-name";
    public static final String SUBMIT = "confirm-submit";

    private final Div body = new Div();
    private final UnorderedList consequences = new UnorderedList();
    private final Div trouble = new Div();
    private final Button submit;
    private final Runnable work;

    /**
     * @param title the question, for example "Remove host build-7?"
     * @param verb what the button says, for example "Remove host"
     * @param work what happens on yes; a {@link Problem} that it throws is shown in the dialog
     */
    public Confirmation(String title, String verb, Runnable work) {
        this.work = work;
        addClassName("confirmation");
        setHeaderTitle(VisibleText.of(title));
        setCloseOnOutsideClick(false);
        submit = new Button(verb, click -> proceed());
        submit.setId(SUBMIT);
        submit.addThemeNames("primary", "error");
        submit.setDisableOnClick(true);
        Button cancel = new Button("Cancel", click -> close());
        body.addClassName("confirmation-body");
        consequences.setVisible(false);
        body.add(consequences, trouble);
        add(body);
        getFooter().add(cancel, submit);
    }

    /** Adds a sentence about what will be lost, or what will stay. */
    public Confirmation saying(String sentence) {
        consequences.add(new ListItem(VisibleText.of(sentence)));
        consequences.setVisible(true);
        return this;
    }

    /** Makes the button work only once this name has been typed. */
    public Confirmation askingFor(String name) {
        return asking("Type the name to confirm", name);
    }

    /** Makes the button work only once these words have been typed, where nothing has one name. */
    public Confirmation askingForWords(String words) {
        return asking("Type these words to confirm", words);
    }

    private Confirmation asking(String label, String name) {
        TextField typed = new TextField(label);
        typed.setId(NAME);
        typed.setHelperText(VisibleText.of(name));
        typed.setWidthFull();
        typed.setAutocomplete(Autocomplete.OFF);
        typed.setValueChangeMode(ValueChangeMode.EAGER);
        typed.addValueChangeListener(
                change -> submit.setEnabled(name.strip().equals(change.getValue().strip())));
        typed.addKeyPressListener(
                Key.ENTER,
                key -> {
                    if (submit.isEnabled()) {
                        proceed();
                    }
                });
        typed.setAutofocus(true);
        submit.setEnabled(false);
        body.addComponentAtIndex(body.getComponentCount() - 1, typed);
        return this;
    }

    /** For questions where nothing is lost: the button loses its red. */
    public Confirmation harmless() {
        submit.removeThemeNames("error");
        return this;
    }

    private void proceed() {
        trouble.removeAll();
        try {
            work.run();
            close();
        } catch (RuntimeException failure) {
            trouble.add(ProblemNotice.of(failure).orElseThrow(() -> failure));
            submit.setEnabled(true);
        }
    }
}
