package dev.mullion.frontend.container;

import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.frontend.frame.IsolationBadge;
import dev.mullion.frontend.frame.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of a launch. What is wrong with a field is said beside it. */
final class LaunchForm extends Div {

    private final Select<HostView> host = new Select<>();
    private final ComboBox<String> image = new ComboBox<>("Image");
    private final TextField name = new TextField("Name");
    private final RadioButtonGroup<Isolation> isolation = new RadioButtonGroup<>("Isolation");
    private final TextField command = new TextField("Command");
    private final TextField ports = new TextField("Ports");
    private final TextField memory = new TextField("Memory limit");
    private final TextField cpus = new TextField("Processors");
    private final Select<RestartRule> restart = new Select<>();
    private final TextArea environment = new TextArea("Variables");
    private final TextArea labels = new TextArea("Labels");
    private final Details more = new Details("Command, ports, variables, limits and more");
    private final Div underImage = new Div();

    /** By the names that the service gives the parts of a launch. */
    private final Map<String, HasValidation> byName = new LinkedHashMap<>();

    private final Runnable changed;

    /**
     * @param changed runs after every change, with what is in the fields then
     */
    LaunchForm(List<HostView> hosts, Runnable changed) {
        this.changed = changed;
        addClassName("launch-form");
        setUpHost(hosts);
        setUpImage();
        setUpName();
        setUpIsolation();
        setUpMore();
        underImage.addClassName("under-field");
        add(host, image, underImage, name, isolation, more);
        byName.put("host", host);
        byName.put("image", image);
        byName.put("name", name);
        byName.put("isolation", isolation);
        byName.put("command", command);
        byName.put("ports", ports);
        byName.put("environment", environment);
        byName.put("memoryBytes", memory);
        byName.put("cpus", cpus);
        byName.put("restart", restart);
        byName.put("labels", labels);
    }

    private void setUpHost(List<HostView> hosts) {
        host.setId("launch-host");
        host.setLabel("Host");
        host.setItems(hosts);
        host.setItemLabelGenerator(LaunchForm::hostLabel);
        host.setItemEnabledProvider(choice -> !choice.stale());
        host.addValueChangeListener(change -> {
            host.setInvalid(false);
            showIsolation();
            changed.run();
        });
    }

    private static String hostLabel(HostView host) {
        String name = VisibleText.of(host.host().name());
        HostFacts facts = host.facts();
        if (host.stale()) {
            return name + " (can't be reached now)";
        }
        return facts == null ? name : name + " (" + VisibleText.of(facts.operatingSystem()) + ")";
    }

    private void setUpImage() {
        image.setId("launch-image");
        image.setPlaceholder("For example nginx:1.27");
        image.setHelperText("One of the host's images, or any other by its name");
        image.setAllowCustomValue(true);
        image.setAutofocus(true);
        image.addCustomValueSetListener(typed -> image.setValue(typed.getDetail().strip()));
        listen(image, () -> imageReference());
    }

    private void setUpName() {
        name.setId("launch-name");
        name.setPlaceholder("Made up if left empty");
        name.setAutocomplete(Autocomplete.OFF);
        name.setValueChangeMode(ValueChangeMode.LAZY);
        listen(name, name::getValue);
    }

    private void setUpIsolation() {
        isolation.setId("launch-isolation");
        isolation.addClassName("isolation-choice");
        isolation.setItems(Isolation.DEFAULT, Isolation.PROCESS, Isolation.HYPERV);
        isolation.setValue(Isolation.DEFAULT);
        isolation.addValueChangeListener(change -> {
            isolation.setInvalid(false);
            changed.run();
        });
        showIsolation();
    }

    /** Shows every kind, and what the host can't do as disabled, with the reason. */
    private void showIsolation() {
        isolation.setRenderer(
                new ComponentRenderer<>(kind -> {
                    Span word = new Span(IsolationBadge.word(kind));
                    word.addClassName("choice-word");
                    Span why = new Span(VisibleText.of(sentence(kind)));
                    why.addClassName("choice-why");
                    return new Div(word, why);
                }));
        isolation.setItemEnabledProvider(
                kind -> offer(kind).map(IsolationOffer::offered).orElse(true));
        boolean offered = offer(isolation.getValue()).map(IsolationOffer::offered).orElse(true);
        if (!offered) {
            isolation.setValue(Isolation.DEFAULT);
        }
    }

    private String sentence(Isolation kind) {
        return offer(kind)
                .map(offer ->
                        offer.offered()
                                ? IsolationBadge.meaning(kind)
                                : "Not on this host: " + offer.reason())
                .orElseGet(() -> IsolationBadge.meaning(kind));
    }

    private Optional<IsolationOffer> offer(@Nullable Isolation kind) {
        HostView chosen = host.getValue();
        HostFacts facts = chosen == null ? null : chosen.facts();
        return facts == null || kind == null ? Optional.empty() : facts.offer(kind);
    }

    private void setUpMore() {
        more.setId("launch-more");
        more.addClassName("launch-more");
        text(command, "launch-command", "What the image says if left empty; quotes as in a shell");
        listen(command, () -> LaunchText.words(command.getValue()));
        text(ports, "launch-ports", "Host port and container port, for example 8080:80 8443:443");
        listen(ports, () -> LaunchText.ports(ports.getValue()));
        text(memory, "launch-memory", "For example 512m; no limit if left empty");
        listen(memory, () -> LaunchText.bytes(memory.getValue()));
        text(cpus, "launch-cpus", "For example 1.5; no limit if left empty");
        listen(cpus, () -> LaunchText.cpus(cpus.getValue()));
        area(environment, "launch-environment", "NAME=value, one a line");
        listen(environment, () -> LaunchText.pairs(environment.getValue(), "variable"));
        area(labels, "launch-labels", "name=value, one a line");
        listen(labels, () -> LaunchText.pairs(labels.getValue(), "label"));
        restart.setId("launch-restart");
        restart.setLabel("When it ends");
        restart.setItems(RestartRule.values());
        restart.setItemLabelGenerator(LaunchForm::restartWords);
        restart.setValue(RestartRule.NO);
        restart.addValueChangeListener(change -> changed.run());
        Div fields = new Div(command, ports, memory, cpus, restart, environment, labels);
        fields.addClassName("launch-more-fields");
        more.add(fields);
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

    /** Checks a field as soon as it changes; an error goes away as soon as it is mended. */
    private <V, F extends AbstractField<?, V> & HasValidation> void listen(
            F field, Supplier<@Nullable Object> read) {
        field.addValueChangeListener(change -> {
            check(field, read);
            changed.run();
        });
    }

    private static boolean check(HasValidation field, Supplier<@Nullable Object> read) {
        try {
            var _ = read.get();
            field.setInvalid(false);
            return true;
        } catch (IllegalArgumentException wrong) {
            show(field, String.valueOf(wrong.getMessage()));
            return false;
        }
    }

    private static void show(HasValidation field, String sentence) {
        field.setErrorMessage(VisibleText.of(sentence));
        field.setInvalid(true);
    }

    private ImageReference imageReference() {
        String typed = image.getValue();
        if (typed == null || typed.isBlank()) {
            throw new IllegalArgumentException("Choose an image, or write its name.");
        }
        return ImageReference.of(typed.strip());
    }

    /** Says beside a field what the service found wrong with it; false if it has no such field. */
    boolean show(String fieldName, String sentence) {
        HasValidation field = byName.get(fieldName);
        if (field == null) {
            return false;
        }
        show(field, sentence);
        openIfInside(field);
        return true;
    }

    private void openIfInside(HasValidation field) {
        Component component = (Component) field;
        if (component.getParent().filter(parent -> parent != this).isPresent()) {
            more.setOpened(true);
        }
        if (component instanceof com.vaadin.flow.component.Focusable<?> focusable) {
            focusable.focus();
        }
    }

    /** Checks everything; says beside each field what is wrong with it. */
    boolean valid() {
        Map<HasValidation, Supplier<@Nullable Object>> checks = new LinkedHashMap<>();
        checks.put(image, this::imageReference);
        checks.put(command, () -> LaunchText.words(command.getValue()));
        checks.put(ports, () -> LaunchText.ports(ports.getValue()));
        checks.put(memory, () -> LaunchText.bytes(memory.getValue()));
        checks.put(cpus, () -> LaunchText.cpus(cpus.getValue()));
        checks.put(environment, () -> LaunchText.pairs(environment.getValue(), "variable"));
        checks.put(labels, () -> LaunchText.pairs(labels.getValue(), "label"));
        HasValidation first = null;
        if (host.getValue() == null) {
            show(host, "Choose the host that should run it.");
            first = host;
        }
        for (var entry : checks.entrySet()) {
            if (!check(entry.getKey(), entry.getValue()) && first == null) {
                first = entry.getKey();
            }
        }
        if (first != null) {
            openIfInside(first);
        }
        return first == null;
    }

    /** What is meant now; nothing while some field can't be read. */
    Optional<Launch> launch() {
        try {
            String called = name.getValue().strip();
            Isolation kind = isolation.getValue();
            RestartRule rule = restart.getValue();
            return Optional.of(
                    new Launch(
                            imageReference(),
                            called.isEmpty() ? null : called,
                            kind == null ? Isolation.DEFAULT : kind,
                            LaunchText.words(command.getValue()),
                            LaunchText.pairs(environment.getValue(), "variable"),
                            LaunchText.ports(ports.getValue()),
                            LaunchText.bytes(memory.getValue()),
                            LaunchText.cpus(cpus.getValue()),
                            null,
                            null,
                            rule == null ? RestartRule.NO : rule,
                            LaunchText.pairs(labels.getValue(), "label"),
                            true));
        } catch (IllegalArgumentException unfinished) {
            // somebody is still typing; what is wrong stands beside the field
            return Optional.empty();
        }
    }

    Optional<HostView> host() {
        return Optional.ofNullable(host.getValue());
    }

    void choose(HostView chosen) {
        host.setValue(chosen);
    }

    Optional<ImageReference> image() {
        try {
            return Optional.of(imageReference());
        } catch (IllegalArgumentException unfinished) {
            return Optional.empty();
        }
    }

    void choose(ImageReference reference) {
        image.setValue(reference.familiar());
    }

    /** The names to offer; what was typed stays. */
    void offer(List<String> references) {
        String typed = image.getValue();
        image.setItems(references);
        if (typed != null) {
            image.setValue(typed);
        }
    }

    /** The place below the image's field. */
    Div underImage() {
        return underImage;
    }
}
