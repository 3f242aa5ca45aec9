package dev.mullion.frontend.account;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.frontend.frame.CopyableId;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.token.NewToken;
import dev.mullion.security.token.TokenService;
import java.time.Duration;

/** Asks what a token is for and how long it lasts, then shows its text this once. */
final class NewTokenDialog extends Dialog {

    static final String NAME = "token-name";
    static final String VALIDITY = "token-validity";
    static final String SUBMIT = "token-submit";
    static final String TEXT = "token-text";
    static final String DONE = "token-done";

    private final transient TokenService tokens;
    private final transient Runnable made;
    private final TextField name = new TextField("What it is for");
    private final Select<Duration> validity = new Select<>();

    NewTokenDialog(TokenService tokens, Runnable made) {
        this.tokens = tokens;
        this.made = made;
        addClassName("token-dialog");
        setHeaderTitle("Create API token");
        setCloseOnOutsideClick(false);
        name.setId(NAME);
        name.setWidthFull();
        name.setMaxLength(100);
        name.setAutocomplete(Autocomplete.OFF);
        name.setAutofocus(true);
        name.setRequiredIndicatorVisible(true);
        name.setHelperText("For example: nightly build");
        validity.setId(VALIDITY);
        validity.setLabel("Works for");
        validity.setWidthFull();
        validity.setItems(
                Duration.ofDays(7),
                Duration.ofDays(30),
                TokenService.USUAL_VALIDITY,
                Duration.ofDays(180),
                TokenService.LONGEST_VALIDITY);
        validity.setItemLabelGenerator(duration -> duration.toDays() + " days");
        validity.setValue(TokenService.USUAL_VALIDITY);
        var fields = new Div(name, validity);
        fields.addClassName("account-form");
        add(fields);
        var submit = new Button("Create token", click -> create());
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        submit.addClickShortcut(Key.ENTER);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private void create() {
        try {
            show(tokens.create(name.getValue(), validity.getValue()));
            made.run();
        } catch (RefusedInputException refused) {
            name.setErrorMessage(refused.getMessage());
            name.setInvalid(true);
        }
    }

    private void show(NewToken token) {
        setHeaderTitle("Copy the token now");
        setCloseOnEsc(false);
        var text = new Pre(token.text());
        text.setId(TEXT);
        text.addClassNames("mono", "token-text");
        var line = new Div(text, CopyableId.copyButton(token.text(), "token"));
        line.addClassName("token-line");
        removeAll();
        add(
                new Paragraph(
                        "It is shown this once. Only a fingerprint of it is kept, so it can be replaced"
                                + " but not found again."),
                line);
        var done = new Button("I have copied it", click -> close());
        done.setId(DONE);
        done.addThemeNames("primary");
        getFooter().removeAll();
        getFooter().add(done);
    }
}
