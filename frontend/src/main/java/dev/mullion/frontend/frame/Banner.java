package dev.mullion.frontend.frame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.SvgIcon;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import java.util.List;

/**
 * Says on every page when something is off: a host that cannot be reached, a host that is only
 * emulated.
 */
final class Banner extends Div {

    private static final int MOST_NAMED = 2;

    private final Div lines = new Div();
    private final SvgIcon glyph = Glyph.WARNING.create();
    private String told = "";

    Banner() {
        addClassNames("banner");
        lines.addClassName("banner-lines");
        getElement().setAttribute("role", "status");
        add(glyph, lines);
        setVisible(false);
    }

    void refresh(List<HostView> hosts) {
        List<HostView> away = hosts.stream().filter(Banner::away).toList();
        List<HostView> emulated = hosts.stream().filter(HostView::emulated).toList();
        String now =
                away.stream().map(Banner::told).toList()
                        + "|"
                        + emulated.stream().map(Banner::told).toList();
        if (now.equals(told)) {
            return;
        }
        told = now;
        removeClassNames(Tone.BAD.className(), Tone.WARNING.className());
        addClassName((away.isEmpty() ? Tone.WARNING : Tone.BAD).className());
        lines.removeAll();
        if (!away.isEmpty()) {
            lines.add(
                    line(
                            away,
                            "is not reachable. What was last seen of it is shown as stale.",
                            "are not reachable. What was last seen of them is shown as stale."));
        }
        if (!emulated.isEmpty()) {
            lines.add(
                    line(
                            emulated,
                            "is emulated: nothing on it runs for real.",
                            "are emulated: nothing on them runs for real."));
        }
        setVisible(!away.isEmpty() || !emulated.isEmpty());
    }

    private static String told(HostView host) {
        return host.host().id() + host.host().name();
    }

    private static boolean away(HostView host) {
        HostState state = host.status().state();
        return state == HostState.UNREACHABLE || state == HostState.REFUSED;
    }

    private static Component line(List<HostView> hosts, String one, String many) {
        Span line = new Span();
        if (hosts.size() > MOST_NAMED) {
            line.add(new Anchor("hosts", hosts.size() + " hosts"));
        } else {
            for (HostView host : hosts) {
                if (line.getComponentCount() > 0) {
                    line.add(new Span(" and "));
                }
                line.add(
                        new Anchor(
                                "hosts/" + host.host().id().value(),
                                new NameText(host.host().name())));
            }
        }
        line.add(new Span(" " + (hosts.size() == 1 ? one : many)));
        return line;
    }
}
