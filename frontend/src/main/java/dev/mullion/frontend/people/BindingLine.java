package dev.mullion.frontend.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.access.BoundRole;
import dev.mullion.security.access.PrincipalKind;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who has a role somewhere, on one line. */
public final class BindingLine extends ListItem {

    private final Span kind = new Span();
    private final NameText name = new NameText("");
    private final NameText role = new NameText("");
    private final Span where = new Span();
    private final Span ends = new Span();
    private final RelativeTime until = new RelativeTime(null);
    private final StateBadge notNow = new StateBadge(Tone.QUIET, "Not in force");
    private final Button rights = new Button("What they may");
    private final Button remove = new Button(Glyph.REMOVE.create());
    private @Nullable BoundRole shown;

    /**
     * @param onRights asks what somebody may
     * @param onRemove asks to take the role away
     */
    public BindingLine(Consumer<BoundRole> onRights, Consumer<BoundRole> onRemove) {
        addClassNames("line", "binding-line");
        kind.addClassName("secondary");
        name.addClassName("line-name");
        role.addClassName("binding-role");
        where.addClassName("secondary");
        ends.addClassName("secondary");
        ends.add(new Span("until "), until);
        notNow.because("It has not begun, has ended, or somebody is suspended.");
        rights.addThemeNames("tertiary", "small");
        rights.addClickListener(click -> onRights.accept(bound()));
        remove.addThemeNames("tertiary", "small", "error");
        remove.addClickListener(click -> onRemove.accept(bound()));
        Span subject = new Span(name, kind);
        subject.addClassName("line-subject");
        Div detail = new Div(role, where, ends, notNow);
        detail.addClassNames("line-detail", "binding-detail");
        Div actions = new Div(rights, remove);
        actions.addClassName("actions");
        add(subject, detail, actions);
    }

    private BoundRole bound() {
        return Objects.requireNonNull(shown, "no binding is shown");
    }

    /**
     * Shows a binding.
     *
     * @param place where it is, in words
     * @param reviewable whether the person may see what comes of it
     * @param removable whether the person may ask to take it away
     */
    public void show(BoundRole bound, String place, boolean reviewable, boolean removable) {
        shown = bound;
        String who = bound.principal().name();
        name.show(who);
        kind.setText(kindWord(bound.principal().kind()));
        role.show(bound.role().name());
        where.setText(VisibleText.of(place));
        ends.setVisible(bound.binding().until() != null);
        until.show(bound.binding().until());
        notNow.setVisible(!bound.inForce());
        rights.setVisible(reviewable);
        rights.setAriaLabel("What " + who + " may here");
        remove.setVisible(removable);
        remove.setAriaLabel("Take " + bound.role().name() + " from " + who);
    }

    static String kindWord(PrincipalKind kind) {
        return switch (kind) {
            case PERSON -> "";
            case SERVICE -> "service";
            case GROUP -> "group";
        };
    }
}
