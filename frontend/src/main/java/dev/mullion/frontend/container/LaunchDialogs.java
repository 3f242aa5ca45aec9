package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.LaunchPlaces;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.ChosenTenant;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.Tenant;
import dev.mullion.security.tenant.TenantService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the dialog in which a container is launched, from wherever a person wants to. */
@org.springframework.stereotype.Component
public class LaunchDialogs {

    private final ContainerService containers;
    private final LaunchPlaces places;
    private final ImageService images;
    private final ActivityService activities;
    private final TenantService tenants;
    private final ObjectProvider<ChosenTenant> chosenTenant;
    private final Authorizer authorizer;
    private final LiveChanges changes;
    private final HostWork work;

    LaunchDialogs(
            ContainerService containers,
            LaunchPlaces places,
            ImageService images,
            ActivityService activities,
            TenantService tenants,
            ObjectProvider<ChosenTenant> chosenTenant,
            Authorizer authorizer,
            LiveChanges changes,
            HostWork work) {
        this.containers = containers;
        this.places = places;
        this.images = images;
        this.activities = activities;
        this.tenants = tenants;
        this.chosenTenant = chosenTenant;
        this.authorizer = authorizer;
        this.changes = changes;
        this.work = work;
    }

    /** Opens it with everything to choose. */
    public void open(Component owner) {
        open(owner, null, null);
    }

    /** Opens it with a host and an image chosen already, where they are given. */
    public void open(Component owner, @Nullable HostId host, @Nullable ImageReference image) {
        LaunchDialog dialog =
                new LaunchDialog(
                        choices(),
                        chosenTenant.getObject().tenant(),
                        containers,
                        places,
                        images,
                        activities,
                        authorizer,
                        changes,
                        work);
        dialog.choose(host, image);
        owner.getUI().ifPresent(ui -> dialog.open());
    }

    /** Whose a container can be that the person launches. */
    private List<OwnerFields.Choice> choices() {
        List<OwnerFields.Choice> choices = new ArrayList<>();
        if (!places.of(Optional.empty()).isEmpty()) {
            choices.add(new OwnerFields.Choice(null, List.of()));
        }
        for (Tenant tenant : tenants.list()) {
            List<Stage> stages =
                    tenant.stages().stream()
                            .filter(stage ->
                                    authorizer.may(
                                            Permission.CONTAINER_CREATE, tenant.id().at(stage)))
                            .toList();
            if (!stages.isEmpty()) {
                choices.add(new OwnerFields.Choice(tenant, stages));
            }
        }
        return choices;
    }
}
