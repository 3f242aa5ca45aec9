package dev.mullion.frontend.tenant;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.EmptyState;
import dev.mullion.frontend.frame.Facts;
import dev.mullion.frontend.frame.Glyph;
import dev.mullion.frontend.frame.LiveView;
import dev.mullion.frontend.frame.Notices;
import dev.mullion.frontend.frame.PageHeader;
import dev.mullion.frontend.frame.PagePanel;
import dev.mullion.frontend.frame.PageTitles;
import dev.mullion.frontend.frame.RelativeTime;
import dev.mullion.frontend.frame.StateBadge;
import dev.mullion.security.Authorizer;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import dev.mullion.security.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One tenant: how far it is trusted, its stages, who is in it. */
@Route("tenants")
@PermitAll
public class TenantPage extends LiveView implements HasUrlParameter<String>, HasDynamicTitle {

    public static final String CHANGE = "tenant-change";
    public static final String TRUST = "tenant-change-trust";
    public static final String SUSPEND = "tenant-suspend";
    public static final String RESUME = "tenant-resume";
    public static final String REMOVE = "tenant-remove";

    private final transient TenantService tenants;
    private final transient Authorizer authorizer;
    private final PageHeader header = new PageHeader("Tenant");
    private final StateBadge trust = TrustWords.badge(Trust.HOSTILE);
    private final StateBadge suspended = TenantCard.suspendedBadge();
    private final Facts facts = new Facts();
    private final Paragraph trustMeaning = new Paragraph();
    private final Button change =
            new Button("Change", Glyph.EDIT.create(), click -> openSettings());
    private final Button changeTrust = new Button("Change trust", click -> openTrust());
    private final Button suspend =
            new Button("Suspend", Glyph.PAUSE.create(), click -> openSuspend());
    private final Button resume = new Button("Resume", Glyph.START.create(), click -> resume());
    private final Button remove =
            new Button("Remove", Glyph.REMOVE.create(), click -> openRemove());
    private final MembersPanel members;
    private final Div known = new Div();
    private final EmptyState gone =
            new EmptyState(
                    Glyph.TENANT,
                    "This tenant is gone",
                    "It was removed, or you may see it no longer.",
                    new Anchor("tenants", "All tenants"));
    private @Nullable TenantId id;
    private @Nullable Tenant tenant;

    TenantPage(
            TenantService tenants,
            MembersPanel members,
            Authorizer authorizer,
            LiveChanges changes) {
        super(changes, Set.of(Topic.ACCESS));
        this.tenants = tenants;
        this.members = members;
        this.authorizer = authorizer;
        change.setId(CHANGE);
        changeTrust.setId(TRUST);
        suspend.setId(SUSPEND);
        resume.setId(RESUME);
        remove.setId(REMOVE);
        remove.addThemeNames("error");
        trustMeaning.addClassName("secondary");
        PagePanel about = new PagePanel("About", facts, trustMeaning).beside(changeTrust);
        known.addClassName("stack");
        known.add(about, members);
        gone.setVisible(false);
        add(header.beside(trust, suspended).actions(change, suspend, resume, remove), known, gone);
    }

    @Override
    public void setParameter(BeforeEvent event, String parameter) {
        TenantId asked = parse(parameter).orElseThrow(NotFoundException::new);
        try {
            show(tenants.get(asked));
            id = asked;
        } catch (NoSuchThingException never) {
            throw new NotFoundException(String.valueOf(never.getMessage()));
        }
    }

    private static Optional<TenantId> parse(String text) {
        try {
            return Optional.of(TenantId.of(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    protected void refresh() {
        TenantId asked = id;
        if (asked == null) {
            return;
        }
        try {
            show(tenants.get(asked));
        } catch (NoSuchThingException | RefusedException never) {
            tenant = null;
            known.setVisible(false);
            gone.setVisible(true);
            for (Button action : new Button[] {change, suspend, resume, remove}) {
                action.setVisible(false);
            }
            trust.setVisible(false);
            suspended.setVisible(false);
        }
    }

    private void show(Tenant now) {
        boolean changed = !now.equals(tenant);
        tenant = now;
        if (changed) {
            header.setHeading(now.name());
            TrustWords.show(trust, now.trust());
            trustMeaning.setText(
                    TrustWords.word(now.trust()) + ": " + TrustWords.meaning(now.trust()));
            suspended.setVisible(now.suspended());
            facts.clear();
            facts.with("Stages", StageWords.list(now.stages()));
            facts.with("Made", new RelativeTime(now.createdAt()));
            if (now.suspended()) {
                facts.with("Suspended", new RelativeTime(now.suspendedAt()));
            }
        }
        change.setVisible(may(Permission.TENANT_UPDATE, now));
        changeTrust.setVisible(may(Permission.TENANT_TRUST, now));
        suspend.setVisible(!now.suspended() && may(Permission.TENANT_SUSPEND, now));
        resume.setVisible(now.suspended() && may(Permission.TENANT_SUSPEND, now));
        boolean mayRemove = may(Permission.TENANT_DELETE, now);
        remove.setVisible(mayRemove);
        remove.setEnabled(now.suspended());
        remove.setTooltipText(now.suspended() ? "" : "Suspend it first");
        members.show(now);
    }

    private boolean may(Permission permission, Tenant now) {
        return authorizer.may(permission, now.id());
    }

    private Tenant shown() {
        return Objects.requireNonNull(tenant, "no tenant is shown");
    }

    private void openSettings() {
        new TenantSettingsDialog(shown(), tenants).open();
    }

    private void openTrust() {
        new TrustDialog(shown(), tenants).open();
    }

    private void openSuspend() {
        Tenant now = shown();
        new Confirmation("Suspend " + now.name() + "?", "Suspend", () -> tenants.suspend(now.id()))
                .saying("From this moment on nobody who is in it may do anything in it.")
                .saying("What runs goes on running, and nothing is lost.")
                .open();
    }

    private void resume() {
        Tenant now = tenants.resume(shown().id());
        Notices.done(now.name() + " goes on.");
    }

    private void openRemove() {
        Tenant now = shown();
        new Confirmation("Remove " + now.name() + "?", "Remove tenant", () -> removeNow(now))
                .saying("Its members, its policies and who had which role in it are lost.")
                .saying("Its containers stay on their hosts, as the platform's own.")
                .saying("A tenant of the same name would be another one.")
                .askingFor(now.name())
                .open();
    }

    private void removeNow(Tenant now) {
        tenants.remove(now.id());
        id = null;
        Notices.done("Removed tenant " + now.name() + ".");
        getUI().ifPresent(ui -> ui.navigate(TenantsPage.class));
    }

    @Override
    public String getPageTitle() {
        return PageTitles.of(tenant == null ? "Tenant" : tenant.name());
    }
}
