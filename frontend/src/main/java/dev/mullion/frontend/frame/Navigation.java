package dev.mullion.frontend.frame;

import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.RouteConfiguration;
import org.jspecify.annotations.Nullable;

/** The navigation at the left: the pages that exist, grouped by what people come for. */
final class Navigation {

    private Navigation() {}

    static SideNav[] groups() {
        SideNav home = group(null, page("Overview", "", Glyph.OVERVIEW));
        SideNav run =
                group(
                        "Run",
                        page("Containers", "containers", Glyph.CONTAINER),
                        page("Images", "images", Glyph.IMAGE));
        SideNav infrastructure = group("Infrastructure", page("Hosts", "hosts", Glyph.HOST));
        SideNav govern = group("Govern", page("Activities", "activities", Glyph.ACTIVITY));
        home.getElement().setAttribute("aria-label", "Start");
        return new SideNav[] {home, run, infrastructure, govern};
    }

    private static SideNav group(@Nullable String label, SideNavItem... pages) {
        SideNav group = new SideNav();
        if (label != null) {
            group.setLabel(label);
        }
        RouteConfiguration routes = RouteConfiguration.forSessionScope();
        for (SideNavItem page : pages) {
            String path = page.getPath();
            if (routes.getRoute(path == null ? "" : path).isPresent()) {
                group.addItem(page);
            }
        }
        group.setVisible(!group.getItems().isEmpty());
        return group;
    }

    private static SideNavItem page(String label, String path, Glyph glyph) {
        SideNavItem item = new SideNavItem(label, path, glyph.create());
        item.setMatchNested(!path.isEmpty());
        return item;
    }
}
