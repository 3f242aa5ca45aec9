package dev.mullion.frontend.host;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.backend.Problem;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.host.NewHost;
import dev.mullion.docker.HostAddress;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import org.jspecify.annotations.Nullable;

/** Asks for the address of a machine to adopt, and says what adopting means. */
public final class AddHostDialog extends Dialog {

    static final String ADDRESS = "host-address";
    static final String NAME = "host-name";
    static final String SUBMIT = "add-host-submit";

    private final HostService hosts;
    private final TextField address = new TextField("Address");
    private final TextField name = new TextField("Name");
    private final Div trouble = new Div();
    private final Button submit = new Button("Add host", click -> addHost());

    public AddHostDialog(HostService hosts) {
        this.hosts = hosts;
        setHeaderTitle("Add a host");
        setWidth("34rem");
        setCloseOnOutsideClick(false);
        address.setId(ADDRESS);
        address.setRequiredIndicatorVisible(true);
        address.setWidthFull();
        address.setAutofocus(true);
        address.setAutocomplete(Autocomplete.OFF);
        address.setHelperText("How the portal reaches the machine's Docker Engine.");
        address.addValueChangeListener(change -> address.setInvalid(false));
        name.setId(NAME);
        name.setWidthFull();
        name.setHelperText("Left empty, the machine's own name is taken.");
        name.setAutocomplete(Autocomplete.OFF);
        name.addValueChangeListener(change -> name.setInvalid(false));
        address.addKeyPressListener(Key.ENTER, key -> addHost());
        name.addKeyPressListener(Key.ENTER, key -> addHost());
        submit.setId(SUBMIT);
        submit.addThemeNames("primary");
        submit.setDisableOnClick(true);

        Div body = new Div(address, examples(), name, adopting(), trouble);
        body.addClassName("dialog-body");
        add(body);
        getFooter().add(new Button("Cancel", click -> close()), submit);
    }

    private static Div examples() {
        UnorderedList list =
                new UnorderedList(
                        example("unix:///var/run/docker.sock", "this machine (Linux)"),
                        example("npipe:////./pipe/docker_engine", "this machine (Windows)"),
                        example(
                                "tcp://build-7:2375",
                                "another machine, without encryption: only on a network you trust"),
                        example("https://build-7:2376", "another machine, with TLS"));
        Div examples = new Div(list);
        examples.addClassName("examples");
        return examples;
    }

    private static ListItem example(String text, String meaning) {
        return new ListItem(new Code(text), new Span(meaning));
    }

    private static Div adopting() {
        Div note =
                new Div(
                        Glyph.INFORMATION.create(),
                        new Paragraph(
                                "Adopting changes nothing on the machine: its containers keep running and show up here. "
                                        + "Whoever can reach its Docker Engine directly can still change things there, past the "
                                        + "portal's permissions and its audit. The portal shows such changes, it can't prevent them."));
        note.addClassName("note");
        return note;
    }

    private void addHost() {
        trouble.removeAll();
        address.setInvalid(false);
        name.setInvalid(false);
        try {
            HostView added =
                    hosts.add(
                            new NewHost(nameOrNone(), HostAddress.of(address.getValue().strip())));
            close();
            Notices.done("Added host " + added.host().name());
        } catch (IllegalArgumentException wrong) {
            refuse(address, String.valueOf(wrong.getMessage()));
        } catch (Problem problem) {
            show(problem);
        } finally {
            submit.setEnabled(true);
        }
    }

    private @Nullable String nameOrNone() {
        String typed = name.getValue().strip();
        return typed.isEmpty() ? null : typed;
    }

    private void show(Problem problem) {
        String text = problem.because() + " " + problem.remedy();
        switch (problem.field().orElse("")) {
            case "address" -> refuse(address, text);
            case "name" -> refuse(name, text);
            default -> trouble.add(new ProblemNotice(problem));
        }
    }

    private static void refuse(TextField field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
        field.focus();
    }
}
