package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Span;
import dev.mullion.docker.Isolation;
import java.util.Locale;

/**
 * How a container is kept apart from its host and its neighbours, with what that means on hover.
 */
public final class IsolationBadge extends Span {

    public IsolationBadge(Isolation isolation) {
        addClassNames("isolation-badge", "isolation-" + isolation.name().toLowerCase(Locale.ROOT));
        add(glyph(isolation).create(), new Span(word(isolation)));
        setTitle(meaning(isolation));
    }

    /** The kind in one or two words. */
    public static String word(Isolation isolation) {
        return switch (isolation) {
            case DEFAULT -> "Host's default";
            case PROCESS -> "Process";
            case HYPERV -> "Hyper-V";
        };
    }

    /** What the kind means for safety, in a sentence. */
    public static String meaning(Isolation isolation) {
        return switch (isolation) {
            case DEFAULT -> "The host decides how the container is isolated.";
            case PROCESS ->
                    "Shares the host's kernel. Light and fast, but no boundary against hostile code.";
            case HYPERV ->
                    "Runs on a kernel of its own in a small virtual machine: the boundary against hostile code.";
        };
    }

    /** The kind's picture. */
    public static Glyph glyph(Isolation isolation) {
        return switch (isolation) {
            case DEFAULT -> Glyph.HOST;
            case PROCESS -> Glyph.PROCESS;
            case HYPERV -> Glyph.SHIELD;
        };
    }
}
