package dev.mullion.frontend.container;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import org.jspecify.annotations.Nullable;

/** What of a launch may be left as it is. */
final class LaunchExtras extends Details {

    private final TextField command = new TextField("Command");
    private final TextField ports = new TextField("Ports");
    private final TextField memory = new TextField("Memory limit");
    private final TextField cpus = new TextField("Processors");
    private final TextField storage = new TextField("Room for its files");
    private final TextField user = new TextField("Runs as");
    private final Select<RestartRule> restart = new Select<>();
    private final TextArea environment = new TextArea("Variables");
    private final TextArea labels = new TextArea("Labels");

    LaunchExtras(LaunchFields fields) {
        super("Command, ports, variables, limits and more");
        setId("launch-more");
        addClassName("launch-more");
        text(command, "launch-command", "What the image says if left empty; quotes as in a shell");
        fields.add("command", command, () -> LaunchText.words(command.getValue()));
        text(ports, "launch-ports", "Host port and container port, for example 8080:80 8443:443");
        fields.add("ports", ports, () -> LaunchText.ports(ports.getValue()));
        text(memory, "launch-memory", "For example 512m; no limit if left empty");
        fields.add("memoryBytes", memory, () -> LaunchText.bytes(memory.getValue()));
        text(cpus, "launch-cpus", "For example 1.5; no limit if left empty");
        fields.add("cpus", cpus, () -> LaunchText.cpus(cpus.getValue()));
        text(storage, "launch-storage", "For example 40g; what the host gives if left empty");
        fields.add("storageBytes", storage, () -> LaunchText.bytes(storage.getValue()));
        text(user, "launch-user", "What the image says if left empty");
        fields.add("user", user, user::getValue);
        area(environment, "launch-environment", "NAME=value, one a line");
        fields.add(
                "environment",
                environment,
                () -> LaunchText.pairs(environment.getValue(), "variable"));
        area(labels, "launch-labels", "name=value, one a line");
        fields.add("labels", labels, () -> LaunchText.pairs(labels.getValue(), "label"));
        restart.setId("launch-restart");
        restart.setLabel("When it ends");
        restart.setItems(RestartRule.values());
        restart.setItemLabelGenerator(LaunchExtras::restartWords);
        restart.setValue(RestartRule.NO);
        fields.add("restart", restart, restart::getValue);
        Div inside =
                new Div(command, ports, memory, cpus, storage, user, restart, environment, labels);
        inside.addClassName("launch-more-fields");
        add(inside);
    }

    /** Only some hosts can say how much room a container gets. */
    void offerStorage(boolean offered) {
        storage.setVisible(offered);
        if (!offered) {
            storage.clear();
        }
    }

    static String restartWords(RestartRule rule) {
        return switch (rule) {
            case NO -> "Leave it";
            case ON_FAILURE -> "Start it again if it failed";
            case UNLESS_STOPPED -> "Start it again unless it was stopped by hand";
            case ALWAYS -> "Always start it again";
        };
    }

    private static void text(TextField field, String id, String help) {
        field.setId(id);
        field.setHelperText(help);
        field.setAutocomplete(Autocomplete.OFF);
        field.setValueChangeMode(ValueChangeMode.LAZY);
    }

    private static void area(TextArea field, String id, String help) {
        field.setId(id);
        field.setHelperText(help);
        field.setMinRows(3);
        field.setValueChangeMode(ValueChangeMode.LAZY);
    }

    /**
     * The launch with what is in these fields.
     *
     * @throws IllegalArgumentException while some field can't be read
     */
    Launch launch(ImageReference image, @Nullable String name, Isolation isolation) {
        String runsAs = user.getValue().strip();
        RestartRule rule = restart.getValue();
        return new Launch(
                image,
                name,
                isolation,
                LaunchText.words(command.getValue()),
                LaunchText.pairs(environment.getValue(), "variable"),
                LaunchText.ports(ports.getValue()),
                LaunchText.bytes(memory.getValue()),
                LaunchText.cpus(cpus.getValue()),
                LaunchText.bytes(storage.getValue()),
                runsAs.isEmpty() ? null : runsAs,
                rule == null ? RestartRule.NO : rule,
                LaunchText.pairs(labels.getValue(), "label"),
                true);
    }
}
