package dev.mullion.frontend.frame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;

/**
 * The frame around every page behind the sign-in: navigation at the left, the person's things at
 * the top.
 */
@Layout
@PermitAll
public class MainLayout extends AppLayout implements BeforeEnterObserver, AfterNavigationObserver {

    private static final String CONTENT = "content";

    private final HostService hosts;
    private final Authorizer authorizer;
    private final Sights sights;
    private final Navigation navigation;
    private final TenantSwitcher tenantSwitcher;
    private final Banner banner = new Banner();
    private final ActivitiesMenu activitiesMenu;

    public MainLayout(
            AuthenticationContext authentication,
            Callers callers,
            Authorizer authorizer,
            HostService hosts,
            ActivityService activities,
            TenantService tenants,
            ChosenTenant chosen,
            Sights sights,
            LiveChanges changes) {
        this.hosts = hosts;
        this.authorizer = authorizer;
        this.sights = sights;
        navigation = new Navigation(sights);
        tenantSwitcher = new TenantSwitcher(tenants, authorizer, chosen, this::tenantChosen);
        String person = callers.current().name();
        activitiesMenu = new ActivitiesMenu(activities, person);
        setPrimarySection(Section.DRAWER);
        addToDrawer(brand(), new Scroller(navigation));

        DrawerToggle toggle = new DrawerToggle();
        toggle.setAriaLabel("Show or hide the navigation");
        toggle.addThemeNames("tertiary");
        Span grow = new Span();
        grow.addClassName("grow");
        Div bar =
                new Div(
                        toggle,
                        tenantSwitcher,
                        grow,
                        activitiesMenu,
                        new PersonMenu(person, authentication::logout));
        bar.addClassName("top-bar");
        // first of all that can have the focus: the layout puts its bar before its drawer
        Header navbar = new Header(skipLink(), bar, banner);
        navbar.addClassName("navbar");
        addToNavbar(navbar);

        LiveUpdates.keep(
                this, changes, Set.of(Topic.HOSTS, Topic.ACTIVITIES, Topic.ACCESS), this::refresh);
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        super.onAttach(attach);
        refresh();
    }

    private void refresh() {
        navigation.refresh();
        tenantSwitcher.refresh();
        boolean seesHosts = authorizer.may(Permission.HOST_READ, Resource.PLATFORM);
        banner.refresh(seesHosts ? hosts.list() : List.of());
        boolean seesActivities = authorizer.may(Permission.ACTIVITY_READ, Resource.PLATFORM);
        activitiesMenu.setVisible(seesActivities);
        if (seesActivities) {
            activitiesMenu.refresh();
        }
    }

    private void tenantChosen() {
        if (getContent() instanceof LiveView page) {
            page.tenantChosen();
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        sights.refusal(event.getNavigationTarget())
                .ifPresent(refused -> event.rerouteToError(refused, ""));
    }

    private Anchor skipLink() {
        Anchor skip = new Anchor("#" + CONTENT, "Skip to the page");
        skip.addClassName("skip-link");
        skip.setRouterIgnore(true);
        // followed as it stands it would lead to the first page, since addresses count from there
        skip.getElement().addEventListener("click", click -> focusContent()).preventDefault();
        return skip;
    }

    private void focusContent() {
        Component content = getContent();
        if (content != null) {
            content.getElement().callJsFunction("focus");
        }
    }

    private static Anchor brand() {
        Image logo = new Image("assets/mullion.svg", "");
        Anchor brand = new Anchor("", logo, new Span("Mullion"));
        brand.addClassName("brand");
        return brand;
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        // a page may have been asked for a tenant by its address
        tenantSwitcher.refresh();
        Component content = getContent();
        if (content != null) {
            content.getElement().setAttribute("role", "main").setAttribute("tabindex", "-1");
            content.setId(CONTENT);
        }
    }
}
