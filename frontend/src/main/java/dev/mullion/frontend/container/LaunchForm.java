package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.mullion.backend.container.Launch;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.LaunchPlace;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.frontend.frame.VisibleText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a launch: whose, where, what, how kept apart; the rest if wanted. What is wrong
 * with a field is said beside it.
 */
final class LaunchForm extends Div {

    private final OwnerFields owner;
    private final Select<LaunchPlace> host = new Select<>();
    private final ComboBox<String> image = new ComboBox<>("Image");
    private final TextField name = new TextField("Name");
    private final IsolationField isolation = new IsolationField();
    private final LaunchFields fields;
    private final LaunchExtras extras;
    private final Div underImage = new Div();

    /**
     * @param owner chooses whose it will be
     * @param changed runs after every change, with what is in the fields then
     */
    LaunchForm(OwnerFields owner, Runnable changed) {
        this.owner = owner;
        addClassName("launch-form");
        fields = new LaunchFields(changed);
        setUpHost();
        setUpImage();
        setUpName();
        fields.add("isolation", isolation, isolation::getValue);
        extras = new LaunchExtras(fields);
        underImage.addClassName("under-field");
        add(owner, host, image, underImage, name, isolation, extras);
    }

    private void setUpHost() {
        host.setId("launch-host");
        host.setLabel("Host");
        host.setItemLabelGenerator(LaunchForm::hostLabel);
        host.setItemEnabledProvider(LaunchPlace::ready);
        // before the others learn of it
        host.addValueChangeListener(change -> {
            isolation.on(change.getValue());
            extras.offerStorage(change.getValue() != null && change.getValue().windows());
        });
        fields.add("host", host, this::hostRead);
    }

    private Object hostRead() {
        LaunchPlace chosen = host.getValue();
        if (chosen == null) {
            throw new IllegalArgumentException("Choose the host that should run it.");
        }
        return chosen;
    }

    private static String hostLabel(LaunchPlace place) {
        String name = VisibleText.of(place.name());
        if (!place.ready()) {
            return name + " (can't be reached now)";
        }
        return place.operatingSystem().isEmpty()
                ? name
                : name + " (" + VisibleText.of(place.operatingSystem()) + ")";
    }

    private void setUpImage() {
        image.setId("launch-image");
        image.setPlaceholder("For example nginx:1.27");
        image.setHelperText("One of the host's images, or any other by its name");
        image.setAllowCustomValue(true);
        image.setAutofocus(true);
        image.addCustomValueSetListener(typed -> image.setValue(typed.getDetail().strip()));
        fields.add("image", image, this::imageReference);
    }

    private void setUpName() {
        name.setId("launch-name");
        name.setPlaceholder("Made up if left empty");
        name.setAutocomplete(Autocomplete.OFF);
        name.setValueChangeMode(ValueChangeMode.LAZY);
        fields.add("name", name, name::getValue);
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
        Optional<HasValidation> field = fields.say(fieldName, sentence);
        field.ifPresent(this::lead);
        return field.isPresent();
    }

    /**
     * Says what policies say.
     *
     * @param objections sentences by the names of the fields
     * @param kinds sentences against kinds of isolation
     * @param byDefault what the isolation will be if nobody chooses; null if that isn't known
     */
    void judge(
            Map<String, String> objections,
            Map<Isolation, String> kinds,
            @Nullable Isolation byDefault) {
        isolation.judge(kinds, byDefault);
        fields.judge(objections);
        if (objections.keySet().stream().anyMatch(LaunchForm::isExtra)) {
            extras.setOpened(true);
        }
    }

    private static boolean isExtra(String fieldName) {
        return !List.of("host", "image", "name", "isolation").contains(fieldName);
    }

    private void lead(HasValidation field) {
        Component component = (Component) field;
        if (component.getParent().filter(parent -> parent != this).isPresent()) {
            extras.setOpened(true);
        }
        if (component instanceof Focusable<?> focusable) {
            focusable.focus();
        }
    }

    /** Checks everything; says beside each field what is wrong with it. */
    boolean valid() {
        Optional<HasValidation> wrong = fields.firstWrong();
        wrong.ifPresent(this::lead);
        return wrong.isEmpty();
    }

    /** What is meant now; nothing while some field can't be read. */
    Optional<Launch> launch() {
        try {
            String called = name.getValue().strip();
            Isolation kind = isolation.getValue();
            return Optional.of(
                    extras.launch(
                            imageReference(),
                            called.isEmpty() ? null : called,
                            kind == null ? Isolation.DEFAULT : kind));
        } catch (IllegalArgumentException unfinished) {
            // somebody is still typing; what is wrong stands beside the field
            return Optional.empty();
        }
    }

    Optional<LaunchPlace> place() {
        return Optional.ofNullable(host.getValue());
    }

    /** Whose it will be; empty for the platform's own. */
    Optional<Destination.Owner> owner() {
        return owner.owner();
    }

    /** Where it will be, and whose; empty while no host is chosen. */
    Optional<Destination> destination() {
        return place().map(place -> Destination.of(owner.owner(), place.host()));
    }

    /**
     * Offers these hosts. The one that was chosen stays if it is among them; else the first that
     * answers is taken, a real one if there is any.
     *
     * @param wanted a host to choose; null for none in particular
     */
    void offer(List<LaunchPlace> places, @Nullable HostId wanted) {
        HostId chosen = wanted == null ? place().map(LaunchPlace::host).orElse(null) : wanted;
        host.setItems(places);
        host.setHelperText(
                places.isEmpty() ? "There is no host on which you may launch this." : null);
        host.setValue(
                places.stream()
                        .filter(place -> place.host().equals(chosen))
                        .findFirst()
                        .or(() ->
                                places.stream()
                                        .filter(LaunchPlace::ready)
                                        .min(Comparator.comparing(LaunchPlace::emulated)))
                        .orElse(null));
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
    void offerImages(List<String> references) {
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
