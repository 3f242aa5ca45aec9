package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.HostWork;
import org.jspecify.annotations.Nullable;

/** Opens the dialog in which a container is launched, from wherever a person wants to. */
@org.springframework.stereotype.Component
public class LaunchDialogs {

    private final ContainerService containers;
    private final HostService hosts;
    private final ImageService images;
    private final ActivityService activities;
    private final LiveChanges changes;
    private final HostWork work;

    LaunchDialogs(
            ContainerService containers,
            HostService hosts,
            ImageService images,
            ActivityService activities,
            LiveChanges changes,
            HostWork work) {
        this.containers = containers;
        this.hosts = hosts;
        this.images = images;
        this.activities = activities;
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
                new LaunchDialog(containers, hosts, images, activities, changes, work);
        dialog.choose(host, image);
        owner.getUI().ifPresent(ui -> dialog.open());
    }
}
