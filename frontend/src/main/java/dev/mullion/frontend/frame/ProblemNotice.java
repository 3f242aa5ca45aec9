package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.mullion.backend.Problem;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import java.util.Locale;
import java.util.Optional;

/** A problem where the person looks: what was asked, what stood in the way, what to do about it. */
public final class ProblemNotice extends Div {

    public ProblemNotice(Problem problem) {
        this("Could not " + problem.asked(), problem.because(), problem.remedy());
    }

    /**
     * What a service has against something.
     *
     * @return nothing if the failure is a fault of ours, which the page's error handler has words
     *     for
     */
    public static Optional<ProblemNotice> of(Throwable failure) {
        return switch (failure) {
            case Problem problem -> Optional.of(new ProblemNotice(problem));
            case RefusedException refused ->
                    Optional.of(
                            new ProblemNotice(
                                    "You may not do this",
                                    reason(refused),
                                    refused.decision().grantableBy().isEmpty()
                                            ? "Ask an administrator for the right."
                                            : ""));
            case RefusedInputException refused ->
                    Optional.of(new ProblemNotice("This can't be done", refused.getMessage(), ""));
            case NoSuchThingException gone ->
                    Optional.of(
                            new ProblemNotice(
                                    "This can't be done",
                                    String.valueOf(gone.getMessage()),
                                    "It may have been removed meanwhile."));
            default -> Optional.empty();
        };
    }

    /** Why somebody may not, in sentences: for a place that says already what was asked. */
    public static String reason(RefusedException refused) {
        return capitalized(refused.decision().reason()) + ". " + refused.decision().remedy();
    }

    /** For what has gone wrong without a {@link Problem}; each part is a sentence, or empty. */
    public ProblemNotice(String asked, String because, String remedy) {
        addClassName("problem");
        getElement().setAttribute("role", "alert");
        Div text = new Div();
        text.addClassName("problem-text");
        for (String part : new String[] {asked, because, remedy}) {
            if (!part.isBlank()) {
                text.add(new Paragraph(VisibleText.ofLines(capitalized(part))));
            }
        }
        add(Glyph.FAILURE.create(), text);
    }

    private static String capitalized(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
