package dev.mullion.frontend.image;

import com.vaadin.flow.component.Component;
import dev.mullion.backend.activity.ActivityService;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.image.ImageRow;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.docker.ImageReference;
import dev.mullion.frontend.frame.Confirmation;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.frontend.frame.Notices;

/** Opens the dialogs about images, from wherever a person wants to. */
@org.springframework.stereotype.Component
class ImageDialogs {

    private final ImageService images;
    private final HostService hosts;
    private final ActivityService activities;
    private final LiveChanges changes;
    private final HostWork work;

    ImageDialogs(
            ImageService images,
            HostService hosts,
            ActivityService activities,
            LiveChanges changes,
            HostWork work) {
        this.images = images;
        this.hosts = hosts;
        this.activities = activities;
        this.changes = changes;
        this.work = work;
    }

    void pull(Component owner) {
        owner.getUI()
                .ifPresent(ui ->
                        new PullDialog(hosts.list(), images, activities, changes, work).open());
    }

    void prune(Component owner) {
        owner.getUI().ifPresent(ui -> new PruneDialog(hosts.list(), images, work).open());
    }

    void tag(ImageRow row) {
        new TagDialog(row, images, work).open();
    }

    /** Asks, then removes the image with all its names. */
    void remove(Component owner, ImageRow row, Runnable removed) {
        String name = ImageNames.of(row);
        Confirmation confirmation =
                new Confirmation(
                        "Remove " + name + "?",
                        "Remove image",
                        () ->
                                work.run(
                                        owner,
                                        () -> images.remove(row.key(), row.references().size() > 1),
                                        () -> {
                                            Notices.done("Removed " + name);
                                            removed.run();
                                        }));
        if (row.references().size() > 1) {
            confirmation.saying("All its names go: " + String.join(", ", row.references()) + ".");
        }
        confirmation.saying(
                "Layers that no other image stands on are deleted from "
                        + row.hostName()
                        + ". To have them again, the image must be pulled or built anew.");
        if (row.containers() > 0) {
            confirmation.saying(
                    (row.containers() == 1
                                    ? "1 container was"
                                    : row.containers() + " containers were")
                            + " made from it; the host refuses while they exist.");
        }
        confirmation.open();
    }

    /** Asks, then takes one name off an image. */
    void removeReference(Component owner, ImageRow row, String reference, Runnable removed) {
        new Confirmation(
                        "Remove the name " + reference + "?",
                        "Remove name",
                        () ->
                                work.run(
                                        owner,
                                        () ->
                                                images.removeReference(
                                                        row.key().host(),
                                                        ImageReference.of(reference)),
                                        () -> {
                                            Notices.done("Removed the name " + reference);
                                            removed.run();
                                        }))
                .saying("The image stays under its other names.")
                .open();
    }
}
