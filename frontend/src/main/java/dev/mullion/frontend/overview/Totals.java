package dev.mullion.frontend.overview;

import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import java.util.List;

/**
 * How much there is on all hosts together.
 *
 * @param hosts all of them
 * @param ready those that answer
 * @param imageBytes images' sizes added up, what they share counted for each
 * @param cpus processors of the hosts that answer
 * @param memoryBytes memory of the hosts that answer
 */
record Totals(int hosts, int ready, int images, long imageBytes, int cpus, long memoryBytes) {

    static Totals of(List<HostView> views) {
        int ready = 0;
        int images = 0;
        long imageBytes = 0;
        int cpus = 0;
        long memory = 0;
        for (HostView view : views) {
            images += view.images();
            imageBytes += view.imageBytes();
            if (view.status().state() == HostState.READY) {
                ready++;
                cpus += view.facts() == null ? 0 : view.facts().cpus();
                memory += view.facts() == null ? 0 : view.facts().memoryBytes();
            }
        }
        return new Totals(views.size(), ready, images, imageBytes, cpus, memory);
    }
}
