package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.NameText;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.frontend.frame.Tone;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Tenant;

/** One tenant among the others; the whole card leads to its page. */
final class TenantCard extends ListItem {

    private final NameText name = new NameText("");
    private final RouterLink link = new RouterLink();
    private final StateBadge trust = TrustWords.badge(Trust.HOSTILE);
    private final StateBadge suspended = suspendedBadge();
    private final Facts facts = new Facts();

    TenantCard() {
        addClassName("card");
        link.add(name);
        link.addClassName("card-link");
        Span badges = new Span(suspended, trust);
        badges.addClassName("badges");
        Div head = new Div(new H2(link), badges);
        head.addClassName("card-head");
        facts.addClassName("two-facts");
        add(head, facts);
    }

    static StateBadge suspendedBadge() {
        return new StateBadge(Tone.QUIET, "Suspended")
                .because("Nobody may do anything in it. What runs goes on running.");
    }

    void show(Tenant tenant) {
        name.show(tenant.name());
        link.setRoute(TenantPage.class, tenant.id().toString());
        TrustWords.show(trust, tenant.trust());
        suspended.setVisible(tenant.suspended());
        facts.clear();
        facts.with("Stages", StageWords.list(tenant.stages()));
        facts.with("Made", new RelativeTime(tenant.createdAt()));
    }
}
