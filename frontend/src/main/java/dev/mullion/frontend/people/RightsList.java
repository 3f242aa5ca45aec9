package dev.mullion.frontend.people;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.Decision;
import dev.mullion.security.access.EffectiveRight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody may at a place and what not, each with what it rests on, by what it is about. */
final class RightsList extends Div {

    private final transient PlaceWords places;

    RightsList(List<EffectiveRight> rights, PlaceWords places) {
        this.places = places;
        addClassName("rights");
        Map<String, UnorderedList> groups = new LinkedHashMap<>();
        rights.stream()
                .filter(right -> !right.permission().everyones())
                .forEach(right ->
                        groups.computeIfAbsent(domain(right), any -> new UnorderedList())
                                .add(line(right)));
        groups.forEach((domain, list) -> {
            list.addClassName("lines");
            add(new H3(domain), list);
        });
    }

    private static String domain(EffectiveRight right) {
        String code = right.permission().code();
        return code.substring(0, code.indexOf('.'));
    }

    private ListItem line(EffectiveRight right) {
        Decision decision = right.decision();
        Span code = new Span(right.permission().code());
        code.addClassNames("mono", "right-code");
        Span why = new Span(VisibleText.of(why(decision)));
        why.addClassNames("secondary", "line-detail");
        ListItem line =
                new ListItem(
                        new StateBadge(
                                decision.allowed() ? Tone.GOOD : Tone.QUIET,
                                decision.allowed() ? "May" : "May not"),
                        code,
                        why);
        line.addClassName("line");
        return line;
    }

    private String why(Decision decision) {
        Decision.Grant grant = decision.grant();
        if (grant == null) {
            String reason = decision.reason();
            return decision.remedy().isEmpty() ? reason : reason + ". " + decision.remedy();
        }
        return grant.role()
                + " at "
                + places.of(grant.path())
                + (grant.group() == null ? "" : ", through group " + grant.group())
                + (grant.until() == null ? "" : ", until " + grant.until());
    }
}
