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
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.ProblemNotice;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import org.jspecify.annotations.Nullable;

/** Asks for the address of a machine to adopt, and says what adopting means. */
public final class AddHostDialog extends Dialog {

    static final String ADDRESS = "host-address";
    static final String NAME = "host-name";
    static final String SUBMIT = "add-host-submit";

    private final HostService hosts;
    private final HostWork work;
    private final TextField address = new TextField("Address");
    private final TextField name = new TextField("Name");
    private final Div trouble = new Div();
    private final Div waiting = new Div(new StateBadge(Tone.BUSY, "Asking the machine who it is"));
    private final Button submit = new Button("Add host", click -> addHost());

    public AddHostDialog(HostService hosts, HostWork work) {
        this.hosts = hosts;
        this.work = work;
        setHeaderTitle("Add a host");
        setWidth("34rem");
        setCloseOnOutsideClick(false);
        address.setId(ADDRESS);
        address.setRequiredIndicatorVisible(true);
        address.setWidthFull();
        address.setAutofocus(true);
        address.setAutocomplete(Autocomplete.OFF);
        address.setHelperText(
                "How the portal reaches the machine's engine: Mullion's own, or a Docker Engine.");
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

        waiting.getElement().setAttribute("role", "status");
        waiting.setVisible(false);
        Div body = new Div(address, examples(), name, adopting(), waiting, trouble);
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
                                "another machine, unencrypted: trusted networks only"),
                        example(
                                "https://build-7:2376",
                                "another machine, with the portal's certificate"));
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
                                        + "Whoever can reach its engine directly can still change things there, past the "
                                        + "portal's permissions and its audit. The portal shows such changes, it can't prevent them."));
        note.addClassName("note");
        return note;
    }

    private void addHost() {
        trouble.removeAll();
        address.setInvalid(false);
        name.setInvalid(false);
        HostAddress where;
        try {
            where = HostAddress.of(address.getValue().strip());
        } catch (IllegalArgumentException wrong) {
            refuse(address, String.valueOf(wrong.getMessage()));
            asking(false);
            return;
        }
        NewHost wanted = new NewHost(nameOrNone(), where);
        asking(true);
        work.ask(this, () -> hosts.add(wanted), this::added, this::failed);
    }

    /** The machine has ten seconds to answer: the page stays alive meanwhile and says so. */
    private void asking(boolean now) {
        waiting.setVisible(now);
        submit.setEnabled(!now);
    }

    private void added(HostView host) {
        close();
        Notices.done("Added host " + host.host().name());
    }

    private void failed(RuntimeException failure) {
        asking(false);
        if (failure instanceof Problem problem) {
            show(problem);
        } else {
            HostWork.tell(failure);
        }
    }

    private @Nullable String nameOrNone() {
        String typed = name.getValue().strip();
        return typed.isEmpty() ? null : typed;
    }

    private void show(Problem problem) {
        String text = VisibleText.of(problem.reason());
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
