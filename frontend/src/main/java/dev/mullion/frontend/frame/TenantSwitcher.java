package dev.mullion.frontend.frame;

import com.vaadin.flow.component.select.Select;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which tenant the person works in and lets them change it. All tenants together are for who
 * sees more than one; where there is no tenant there is nothing to switch.
 */
final class TenantSwitcher extends Select<TenantSwitcher.Choice> {

    static final String ID = "tenant-switcher";

    private static final Choice ALL = new Choice(null, "All tenants");

    private final transient TenantService tenants;
    private final transient Authorizer authorizer;
    private final transient ChosenTenant chosen;
    private transient List<Choice> offered = List.of();
    private boolean showing;

    /**
     * @param id null for all tenants
     */
    record Choice(@Nullable TenantId id, String name) {}

    /**
     * @param switched runs when the person has chosen another one
     */
    TenantSwitcher(
            TenantService tenants, Authorizer authorizer, ChosenTenant chosen, Runnable switched) {
        this.tenants = tenants;
        this.authorizer = authorizer;
        this.chosen = chosen;
        setId(ID);
        addClassName("tenant-switcher");
        setAriaLabel("Tenant");
        setPrefixComponent(Glyph.TENANT.create());
        setItemLabelGenerator(choice -> VisibleText.of(choice.name()));
        addValueChangeListener(change -> {
            Choice now = change.getValue();
            if (!showing && now != null) {
                chosen.choose(now.id());
                switched.run();
            }
        });
    }

    /** Shows what there is to choose now, and what is chosen. */
    void refresh() {
        List<Choice> now = choices(tenants.list());
        setVisible(!now.isEmpty());
        showing = true;
        if (!now.equals(offered)) {
            offered = now;
            setItems(now);
        }
        TenantId wanted = chosen.tenant().orElse(null);
        Optional<Choice> there =
                now.stream().filter(choice -> Objects.equals(choice.id(), wanted)).findFirst();
        // one that is gone, or that may be seen no longer, is not worked in any more
        Choice shown = there.orElse(now.isEmpty() ? null : now.getFirst());
        chosen.choose(shown == null ? null : shown.id());
        setValue(shown);
        showing = false;
    }

    private List<Choice> choices(List<Tenant> seen) {
        List<Choice> choices = new ArrayList<>();
        boolean more = authorizer.may(Permission.CONTAINER_READ, Resource.PLATFORM);
        if (!seen.isEmpty() && (more || seen.size() > 1)) {
            choices.add(ALL);
        }
        seen.forEach(tenant -> choices.add(new Choice(tenant.id(), tenant.name())));
        return choices;
    }
}
