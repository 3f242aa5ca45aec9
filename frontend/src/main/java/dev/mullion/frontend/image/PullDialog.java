package dev.mullion.frontend.image;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.Problem;
import dev.mullion.backend.activity.Activity;
import dev.mullion.backend.activity.ActivityId;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.VisibleText;
import java.util.List;
import java.util.Optional;

/** Pulls an image to a host, and shows how far it has come. */
final class PullDialog extends Dialog {

    static final String REFERENCE = "pull-reference";
    static final String HOST = "pull-host";
    static final String SUBMIT = "pull-submit";

    private final ImageService images;
    private final ActivityService activities;
    private final LiveChanges changes;
    private final HostWork work;

    private final Select<HostView> host = new Select<>();
    private final TextField reference = new TextField("Image");
    private final Span means = new Span();
    private final Div progress = new Div();
    private final Button submit = new Button("Pull", click -> submit());
    private final Button close = new Button("Cancel", click -> close());

    PullDialog(
            List<HostView> hosts,
            ImageService images,
            ActivityService activities,
            LiveChanges changes,
            HostWork work) {
        this.images = images;
        this.activities = activities;
        this.changes = changes;
        this.work = work;
        addClassName("pull-dialog");
        setId("pull-dialog");
        setHeaderTitle("Pull an image");
        setCloseOnOutsideClick(false);
        host.setId(HOST);
        host.setLabel("To host");
        host.setItems(hosts);
        host.setItemLabelGenerator(view ->
                VisibleText.of(view.host().name())
                        + (view.stale() ? " (can't be reached now)" : ""));
        host.setItemEnabledProvider(view -> !view.stale());
        HostView.first(hosts).ifPresent(host::setValue);
        reference.setId(REFERENCE);
        reference.setPlaceholder("For example nginx:1.27 or registry.example:5000/team/app:2");
        reference.setHelperText(
                "The host fetches it: a name alone from Docker Hub, any other registry by its address in front."
                        + " A registry without TLS works on the host's own 127.0.0.1, elsewhere only if the"
                        + " host's engine is told to (--insecure-registry).");
        reference.setAutocomplete(Autocomplete.OFF);
        reference.setAutofocus(true);
        reference.setValueChangeMode(ValueChangeMode.LAZY);
        reference.addValueChangeListener(change -> check(change.getValue()));
        reference.addKeyPressListener(Key.ENTER, press -> submit());
        means.addClassNames("secondary", "pull-means");
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        close.setId("pull-close");
        Div fields = new Div(host, reference, means, progress);
        fields.addClassName("dialog-fields");
        add(fields);
        getFooter().add(close, submit);
    }

    /** Says what a reference stands for as it is typed, or what is wrong with it. */
    private Optional<ImageReference> check(String typed) {
        means.setText("");
        reference.setInvalid(false);
        if (typed.isBlank()) {
            return Optional.empty();
        }
        try {
            ImageReference read = ImageReference.of(typed.strip());
            means.setText("From " + read.domain() + ": " + read);
            return Optional.of(read);
        } catch (IllegalArgumentException wrong) {
            reference.setErrorMessage(VisibleText.of(String.valueOf(wrong.getMessage())));
            reference.setInvalid(true);
            return Optional.empty();
        }
    }

    private void submit() {
        HostView chosen = host.getValue();
        if (chosen == null) {
            host.setErrorMessage("Choose the host to pull to.");
            host.setInvalid(true);
            return;
        }
        if (reference.isEmpty()) {
            reference.setErrorMessage("Write the name of an image.");
            reference.setInvalid(true);
            return;
        }
        check(reference.getValue()).ifPresent(image -> pull(chosen.host().id(), image));
    }

    private void pull(HostId to, ImageReference image) {
        busy(true);
        progress.removeAll();
        work.ask(this, () -> images.pull(to, image, null), this::show, this::failed);
    }

    private void busy(boolean busy) {
        submit.setEnabled(!busy);
        host.setReadOnly(busy);
        reference.setReadOnly(busy);
    }

    private void show(ActivityId activity) {
        progress.add(new PullPanel(activity, activities, changes, this::ended));
        close.setText("Close; the pull goes on");
    }

    private void ended(Activity activity) {
        busy(false);
        close.setText("Close");
        submit.setText(activity.state() == ActivityState.SUCCEEDED ? "Pull another" : "Try again");
    }

    private void failed(RuntimeException failure) {
        busy(false);
        if (failure instanceof Problem problem) {
            if (problem.field().isPresent()) {
                reference.setErrorMessage(VisibleText.of(problem.reason()));
                reference.setInvalid(true);
            } else {
                progress.removeAll();
                progress.add(new ProblemNotice(problem));
            }
        } else {
            HostWork.tell(failure);
        }
    }
}
