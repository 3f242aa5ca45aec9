package dev.mullion.frontend.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.RouteConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The navigation at the left: the pages that exist and that the person has something to see on,
 * grouped by what people come for.
 */
final class Navigation extends Div {

    private final transient Sights sights;
    private final List<Group> groups = new ArrayList<>();

    private record Page(SideNavItem item, Class<?> view) {}

    private record Group(SideNav nav, List<Page> pages) {}

    Navigation(Sights sights) {
        this.sights = sights;
        SideNav home = group(null, page("Overview", "", Glyph.OVERVIEW));
        home.getElement().setAttribute("aria-label", "Start");
        group(
                "Run",
                page("Containers", "containers", Glyph.CONTAINER),
                page("Images", "images", Glyph.IMAGE));
        group("Infrastructure", page("Hosts", "hosts", Glyph.HOST));
        group(
                "Govern",
                page("Tenants", "tenants", Glyph.TENANT),
                page("Users", "users", Glyph.PERSON),
                page("Roles", "roles", Glyph.ROLE),
                page("Policies", "policies", Glyph.SHIELD),
                page("Audit", "audit", Glyph.AUDIT),
                page("Activities", "activities", Glyph.ACTIVITY));
        refresh();
    }

    /** Shows what the person may see now. */
    void refresh() {
        for (Group group : groups) {
            boolean any = false;
            for (Page page : group.pages()) {
                boolean seen = sights.refusal(page.view()).isEmpty();
                page.item().setVisible(seen);
                any |= seen;
            }
            group.nav().setVisible(any);
        }
    }

    private SideNav group(@Nullable String label, SideNavItem... items) {
        SideNav nav = new SideNav();
        if (label != null) {
            nav.setLabel(label);
        }
        RouteConfiguration routes = RouteConfiguration.forSessionScope();
        List<Page> pages = new ArrayList<>();
        for (SideNavItem item : items) {
            String path = item.getPath();
            routes.getRoute(path == null ? "" : path)
                    .ifPresent(view -> {
                        nav.addItem(item);
                        pages.add(new Page(item, view));
                    });
        }
        groups.add(new Group(nav, pages));
        add(nav);
        return nav;
    }

    private static SideNavItem page(String label, String path, Glyph glyph) {
        SideNavItem item = new SideNavItem(label, path, glyph.create());
        item.setMatchNested(!path.isEmpty());
        return item;
    }
}
