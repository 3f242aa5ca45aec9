package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.document.ComputeSystemDocument.CredentialGuard;
import dev.mullion.hcs.document.CredentialGuardChange;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.PropertyQuery;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Group-managed service accounts of process-isolated containers. The service keeps an instance for
 * each, until it is removed or the service ends.
 */
final class Credentials {

    private final Means means;
    private final Compute compute;

    Credentials(Means means, Compute compute) {
        this.means = means;
        this.compute = compute;
    }

    /** What the service answers of its instances. */
    record Answer(@Nullable List<Property> properties) {

        /** Of one type. */
        record Property(@Nullable List<Instance> instances) {}

        /** Of one container. */
        record Instance(@Nullable String id, @Nullable CredentialGuard credentialGuard) {}
    }

    /** Adds a container's instance and gives what goes into its document. */
    CredentialGuard add(ContainerId id, String credentialSpec) throws IOException {
        String what = "Adding the credentials of container " + id.shortened();
        return means.calls()
                .call(
                        what,
                        means.limits().request(),
                        () -> {
                            compute.modifyService(
                                    HcsJson.write(
                                            CredentialGuardChange.add(id.hex(), credentialSpec)));
                            return find(what, id);
                        },
                        late -> removeNow(id));
    }

    private CredentialGuard find(String what, ContainerId id) throws IOException {
        String query = HcsJson.write(new PropertyQuery(List.of("ContainerCredentialGuard")));
        Answer answer = HcsJson.read(compute.serviceProperties(query), Answer.class);
        for (Answer.Property property : orNone(answer.properties())) {
            for (Answer.Instance instance : orNone(property.instances())) {
                CredentialGuard guard = instance.credentialGuard();
                if (id.hex().equals(instance.id()) && guard != null) {
                    return guard;
                }
            }
        }
        throw new IOException(what + " failed: Windows doesn't list them after it took them");
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** Removes it; fine if there is none. */
    void remove(ContainerId id) throws IOException {
        means.calls()
                .run(
                        "Removing the credentials of container " + id.shortened(),
                        means.limits().request(),
                        () -> removeNow(id));
    }

    private void removeNow(ContainerId id) {
        try {
            compute.modifyService(HcsJson.write(CredentialGuardChange.remove(id.hex())));
        } catch (HcsException e) {
            if (!Failures.hasEnded(e)) {
                throw e;
            }
        }
    }
}
