package dev.mullion.frontend.account;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.account.SetupService;

/** Set-up: the one-time secret, and the first administrator. */
@Route(value = "setup", autoLayout = false)
@AnonymousAllowed
class SetupView extends Doorstep implements HasDynamicTitle {

    static final String SECRET = "setup-secret";
    static final String USERNAME = "setup-username";
    static final String SUBMIT = "setup-submit";

    private final transient SetupService setup;
    private final TextField secret = new TextField("One-time secret");
    private final TextField username = new TextField("Your name for signing in");
    private final NewPassword password = new NewPassword("setup", "Password");
    private final Div trouble = new Div();
    private final Button submit = new Button("Create administrator");

    SetupView(SetupService setup) {
        super(
                "Set up Mullion",
                "Create the first administrator. Nothing else answers until this is done.");
        this.setup = setup;
        secret.setId(SECRET);
        secret.setHelperText(
                "Printed when the portal started, and written to the file setup-secret in its data"
                        + " folder.");
        secret.setAutocomplete(Autocomplete.OFF);
        secret.setAutofocus(true);
        secret.addClassName("typed-secret");
        username.setId(USERNAME);
        username.setAutocomplete(Autocomplete.USERNAME);
        username.setMaxLength(64);
        for (var field : new TextField[] {secret, username}) {
            field.setWidthFull();
            field.setRequiredIndicatorVisible(true);
        }
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        submit.setWidthFull();
        submit.setDisableOnClick(true);
        submit.addClickListener(click -> create());
        submit.addClickShortcut(Key.ENTER);
        onCard(secret, username, password, trouble, submit);
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Set up");
    }

    private void create() {
        trouble.removeAll();
        secret.setInvalid(false);
        username.setInvalid(false);
        submit.setEnabled(true);
        if (!password.agrees()) {
            return;
        }
        try {
            setup.createAdministrator(secret.getValue(), username.getValue(), password.value());
        } catch (RefusedInputException refused) {
            show(refused);
            return;
        } catch (ThrottledException throttled) {
            trouble.add(new ProblemNotice(throttled.getMessage(), "", ""));
            return;
        }
        password.clear();
        secret.clear();
        // A fresh load, so that nothing of this session lives on in the signed-in one.
        getUI().ifPresent(ui -> ui.getPage().setLocation("login?ready"));
    }

    private void show(RefusedInputException refused) {
        switch (refused.field()) {
            case "username" -> refuse(username, refused.getMessage());
            case "password" -> password.refuse(refused.getMessage());
            default -> refuse(secret, refused.getMessage());
        }
    }

    private static void refuse(TextField field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
        field.focus();
    }
}
