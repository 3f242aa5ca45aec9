package dev.mullion.frontend.account;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.security.ThrottledException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sign-in. The form is sent to the server as a form, not over the page's own channel, so that
 * password managers know it and the browser gets a new session with the answer.
 */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
class LoginView extends Doorstep implements BeforeEnterObserver, HasDynamicTitle {

    static final String FORM = "login-form";
    static final String READY = "login-ready";

    private static final long LONGEST_WAIT = Duration.ofHours(1).toSeconds();

    private final LoginForm form = new LoginForm();
    private final Div ready = new Div();

    LoginView() {
        super("Sign in", "");
        form.setId(FORM);
        form.setAction("login");
        form.setForgotPasswordButtonVisible(false);
        form.setI18n(texts("", ""));
        ready.setId(READY);
        ready.addClassName("doorstep-ready");
        ready.getElement().setAttribute("role", "status");
        ready.add(new Paragraph("The portal is set up. Sign in with the account you just made."));
        ready.setVisible(false);
        onCard(ready, form);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var query = event.getLocation().getQueryParameters();
        ready.setVisible(has(query, "ready"));
        if (waitOf(query).isPresent()) {
            showError(
                    "Too many tries",
                    "Wait "
                            + ThrottledException.inWords(waitOf(query).get())
                            + ", then try again. A browser that you have signed in from before does"
                            + " not wait for what others try.");
        } else if (has(query, "error")) {
            showError(
                    "That did not work",
                    "Check name and password. Capitals count in the password only.");
        } else if (has(query, "unavailable")) {
            showError(
                    "Nobody can sign in now",
                    "The portal cannot write its audit. Check its database and disk, then try again.");
        }
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Sign in");
    }

    private void showError(String title, String message) {
        form.setI18n(texts(title, message));
        form.setError(true);
    }

    private static boolean has(QueryParameters query, String name) {
        return query.getParameters().containsKey(name);
    }

    /** The address can be typed by anybody: only a plausible number of seconds is shown. */
    private static Optional<Duration> waitOf(QueryParameters query) {
        return query.getSingleParameter("wait")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Long::parseLong)
                .filter(seconds -> seconds <= LONGEST_WAIT)
                .map(Duration::ofSeconds);
    }

    private static LoginI18n texts(String errorTitle, String errorMessage) {
        var texts = LoginI18n.createDefault();
        var form = texts.getForm();
        form.setTitle("");
        form.setUsername("Name");
        form.setPassword("Password");
        form.setSubmit("Sign in");
        texts.setForm(form);
        var error = texts.getErrorMessage();
        error.setTitle(errorTitle);
        error.setMessage(errorMessage);
        error.setUsername("Enter your name");
        error.setPassword("Enter your password");
        texts.setErrorMessage(error);
        return texts;
    }
}
