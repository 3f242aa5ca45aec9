package dev.mullion.frontend.container;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import dev.mullion.backend.host.Destination;
import dev.mullion.frontend.frame.VisibleText;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a container will be: a tenant's, at one of its stages, or the platform's own. */
final class OwnerFields extends Div {

    static final String TENANT = "launch-tenant";
    static final String STAGE = "launch-stage";

    /**
     * Something that it can belong to.
     *
     * @param tenant null for the platform
     * @param stages those at which the person may launch; none for the platform
     */
    record Choice(@Nullable Tenant tenant, List<Stage> stages) {

        Choice {
            stages = List.copyOf(stages);
        }

        String words() {
            return tenant == null ? "No tenant: the platform's own" : tenant.name();
        }

        boolean is(TenantId id) {
            return tenant != null && tenant.id().equals(id);
        }
    }

    private final Select<Choice> tenant = new Select<>();
    private final Select<Stage> stage = new Select<>();

    /**
     * @param choices at least one
     * @param working the tenant that the person works in, if in one
     * @param changed runs after each change
     */
    OwnerFields(List<Choice> choices, Optional<TenantId> working, Runnable changed) {
        addClassName("owner-fields");
        tenant.setId(TENANT);
        tenant.setLabel("Tenant");
        tenant.setItems(choices);
        tenant.setItemLabelGenerator(choice -> VisibleText.of(choice.words()));
        stage.setId(STAGE);
        stage.setLabel("Stage");
        stage.setItemLabelGenerator(OwnerFields::word);
        Choice first =
                choices.stream()
                        .filter(choice -> working.filter(choice::is).isPresent())
                        .findFirst()
                        .orElse(choices.getFirst());
        tenant.setValue(first);
        offerStages(first);
        tenant.addValueChangeListener(change -> {
            offerStages(change.getValue());
            changed.run();
        });
        stage.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                changed.run();
            }
        });
        add(tenant, stage);
        // without tenants there is nothing to ask
        setVisible(choices.size() > 1 || first.tenant() != null);
    }

    private void offerStages(Choice choice) {
        stage.setItems(choice.stages());
        stage.setVisible(!choice.stages().isEmpty());
        stage.setValue(choice.stages().isEmpty() ? null : choice.stages().getFirst());
    }

    private static String word(Stage stage) {
        return switch (stage) {
            case DEVELOPMENT -> "Development";
            case QA -> "QA";
            case PRODUCTION -> "Production";
        };
    }

    /** The tenant and the stage; empty for the platform's own. */
    Optional<Destination.Owner> owner() {
        Choice choice = tenant.getValue();
        Stage at = stage.getValue();
        return choice == null || choice.tenant() == null || at == null
                ? Optional.empty()
                : Optional.of(new Destination.Owner(choice.tenant().id(), at));
    }
}
