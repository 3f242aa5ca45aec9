package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.mullion.backend.Problem;
import java.util.Locale;

/** A problem where the person looks: what was asked, what stood in the way, what to do about it. */
public final class ProblemNotice extends Div {

    public ProblemNotice(Problem problem) {
        this("Could not " + problem.asked(), problem.because(), problem.remedy());
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
