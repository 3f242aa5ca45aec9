package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveList;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.SeenWith;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tenants that the person may see, as cards. */
@Route("tenants")
@PermitAll
@SeenWith(value = Permission.TENANT_READ, anywhere = true)
public class TenantsPage extends LiveView implements HasDynamicTitle {

    public static final String NEW = "new-tenant";

    /** From this many on, a filter helps more than it distracts. */
    private static final int MANY = 6;

    private final transient TenantService tenants;
    private final TextField filter = new TextField();
    private final Span count = new Span();
    private final UnorderedList cards = new UnorderedList();
    private final LiveList<Tenant, TenantCard> list;
    private final EmptyState empty;

    public TenantsPage(TenantService tenants, Authorizer authorizer, LiveChanges changes) {
        super(changes, Set.of(Topic.ACCESS));
        this.tenants = tenants;
        filter.setPlaceholder("Name");
        filter.setAriaLabel("Filter tenants");
        filter.setId("tenant-filter");
        filter.setPrefixComponent(Glyph.SEARCH.create());
        filter.setClearButtonVisible(true);
        filter.setValueChangeMode(ValueChangeMode.LAZY);
        filter.addValueChangeListener(change -> refresh());
        count.addClassName("secondary");
        cards.addClassName("cards");
        list = new LiveList<>(cards, Tenant::id, tenant -> new TenantCard(), TenantCard::show);
        boolean mayMake = authorizer.may(Permission.TENANT_CREATE, Resource.PLATFORM);
        Button make = makeButton(NEW);
        make.setVisible(mayMake);
        empty = firstTenant(mayMake);
        add(new PageHeader("Tenants").beside(count).actions(filter, make), cards, empty);
    }

    private Button makeButton(String id) {
        Button make =
                new Button(
                        "New tenant",
                        Glyph.ADD.create(),
                        click -> new NewTenantDialog(tenants).open());
        make.addThemeNames("primary");
        make.setId(id);
        return make;
    }

    private EmptyState firstTenant(boolean mayMake) {
        String title = "No tenants yet";
        String what =
                "A tenant is a team or a customer: what it runs is seen by its members alone, and it"
                        + " runs only what it is trusted with. ";
        return mayMake
                ? new EmptyState(Glyph.TENANT, title, what, makeButton("first-tenant"))
                : new EmptyState(
                        Glyph.TENANT, title, what + "A platform administrator can make one.");
    }

    @Override
    protected void refresh() {
        List<Tenant> all = tenants.list();
        String wanted = filter.getValue().strip().toLowerCase(Locale.ROOT);
        list.show(
                all.stream()
                        .filter(tenant -> tenant.name().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList());
        count.setText(all.isEmpty() ? "" : Integer.toString(all.size()));
        filter.setVisible(all.size() >= MANY || !wanted.isEmpty());
        cards.setVisible(!all.isEmpty());
        empty.setVisible(all.isEmpty());
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of("Tenants");
    }
}
