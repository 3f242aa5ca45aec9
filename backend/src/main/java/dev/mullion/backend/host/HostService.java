package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import dev.mullion.docker.HostAddress;
import dev.mullion.security.Audited;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;

/** The hosts of the portal. Looking never waits for a host. */
@Service
public class HostService {

    private static final String ADDRESS = "address";
    private static final String NAME = "name";

    /**
     * What makes another engine of a copied one. Both files, since an engine without the first
     * takes its id from the second, which older engines used.
     */
    static final String UNCLONE =
            "stop the engine on the copy, remove engine-id in its data folder (on Linux"
                    + " /var/lib/docker/engine-id) and /etc/docker/key.json, and start it again.";

    private static final Comparator<HostView> BY_NAME =
            Comparator.comparing(
                            (HostView view) -> view.host().name(), String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(view -> view.host().id());

    private final KnownHosts known;
    private final HostInventory inventory;
    private final HostFleet fleet;
    private final HostProbe probe;
    private final Clock clock;

    HostService(
            KnownHosts known,
            HostInventory inventory,
            HostFleet fleet,
            HostProbe probe,
            Clock clock) {
        this.known = known;
        this.inventory = inventory;
        this.fleet = fleet;
        this.probe = probe;
        this.clock = clock;
    }

    /** All hosts by name, as they were last seen. */
    @Requires(Permission.HOST_READ)
    public List<HostView> list() {
        return inventory.all().stream().map(HostSnapshot::view).sorted(BY_NAME).toList();
    }

    /**
     * One host as it was last seen.
     *
     * @throws Problem NOT_FOUND
     */
    @Requires(Permission.HOST_READ)
    public HostView get(HostId id) {
        return inventory
                .find(id)
                .map(HostSnapshot::view)
                .orElseThrow(() -> unknown("show the host", id));
    }

    /**
     * Takes a host in, after asking it who it is, for which it has ten seconds.
     *
     * @throws Problem INVALID for a name or an address that can't be; CONFLICT when the name, the
     *     address or the engine itself belongs to another host already; HOST_UNREACHABLE,
     *     HOST_TIMEOUT or HOST_REFUSED when it doesn't answer as an engine should
     */
    @Requires(Permission.HOST_ADD)
    public HostView add(NewHost request) {
        String asked = "add the host at " + request.address();
        HostName wanted = request.name() == null ? null : name(request.name(), asked);
        refuseTakenAddress(request.address(), asked);
        if (wanted != null) {
            refuseTakenName(wanted, null, asked);
        }
        HostProbe.Found found = probe.ask(request.address(), asked);
        refuseKnownEngine(found.engineId(), asked);
        HostName name = wanted != null ? wanted : free(found.suggestedName());
        return keep(KnownHost.create(name, request.address(), found.engineId(), clock.instant()));
    }

    /**
     * Takes a host in without asking it anything. If the name is taken, it gets a number behind.
     *
     * @throws Problem INVALID for a name that can't be; CONFLICT when the address belongs to
     *     another host already
     */
    @Requires(Permission.HOST_ADD)
    public HostView adopt(NewHost request) {
        String asked = "adopt the host at " + request.address();
        refuseTakenAddress(request.address(), asked);
        String name = request.name() == null ? request.address().toString() : request.name();
        return keep(
                KnownHost.create(
                        free(name(name, asked)), request.address(), null, clock.instant()));
    }

    /**
     * Gives a host another name.
     *
     * @throws Problem NOT_FOUND; INVALID for a name that can't be; CONFLICT for one that is taken
     */
    @Requires(Permission.HOST_UPDATE)
    public void rename(HostId id, @Audited("name") String newName) {
        update(id, "rename the host", newName, null);
    }

    /**
     * Gives a host these labels, in the place of those it has.
     *
     * @param labels at most 64; names of 1 to 64 letters, digits and {@code ._/-}, texts of at most
     *     256 characters
     * @throws Problem NOT_FOUND; INVALID
     */
    @Requires(Permission.HOST_UPDATE)
    public void label(HostId id, @Audited("labels") Map<String, String> labels) {
        update(id, "label the host", null, labels);
    }

    /**
     * Does what {@link #rename} and {@link #label} do: both, or neither.
     *
     * @param newName null leaves the name
     * @param labels null leaves the labels
     */
    @Requires(Permission.HOST_UPDATE)
    public void change(
            HostId id,
            @Audited("name") @Nullable String newName,
            @Audited("labels") @Nullable Map<String, String> labels) {
        update(id, "change the host", newName, labels);
    }

    private void update(
            HostId id,
            String asked,
            @Nullable String newName,
            @Nullable Map<String, String> labels) {
        HostName name = newName == null ? null : name(newName, asked);
        Map<String, String> checked = labels == null ? null : HostLabels.check(labels, asked);
        if (name != null) {
            refuseTakenName(name, id, asked);
        }
        keepChanged(
                id,
                asked,
                row -> {
                    KnownHost named = name == null ? row : row.named(name);
                    return checked == null ? named : named.labelled(checked);
                });
    }

    /**
     * Takes a host out of the portal. Nothing on the host itself changes.
     *
     * @throws Problem NOT_FOUND, also when somebody else was faster
     */
    @Requires(Permission.HOST_REMOVE)
    public void remove(HostId id) {
        if (!known.removeById(id.value())) {
            throw Problem.notFound(
                    "remove the host",
                    "there is none with id " + id + "; it may have been removed already",
                    "Look at the list of hosts again.");
        }
        fleet.forget(id);
    }

    private HostView keep(KnownHost row) {
        KnownHost kept;
        try {
            kept = known.save(row);
        } catch (DuplicateKeyException e) {
            // somebody else took it in between: say which of them it was
            String asked = "add the host at " + row.address();
            refuseTakenAddress(HostAddress.of(row.address()), asked);
            refuseKnownEngine(row.engineId(), asked);
            throw nameTaken(row.name(), asked).causedBy(e);
        }
        Host host = kept.host();
        fleet.watch(host);
        return get(host.id());
    }

    private void keepChanged(HostId id, String asked, UnaryOperator<KnownHost> step) {
        KnownHost row = known.findById(id.value()).orElseThrow(() -> unknown(asked, id));
        KnownHost changed = step.apply(row);
        try {
            known.save(changed);
        } catch (DuplicateKeyException e) {
            throw nameTaken(changed.name(), asked).causedBy(e);
        } catch (OptimisticLockingFailureException e) {
            throw Problem.conflict(
                            asked,
                            "somebody else changed or removed it at the same moment",
                            "Look at it again, then decide.")
                    .causedBy(e);
        }
        Host host = changed.host();
        inventory.update(id, snapshot -> snapshot.with(host));
    }

    private static HostName name(String text, String asked) {
        try {
            return new HostName(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    NAME,
                    asked,
                    "the name " + e.getMessage(),
                    "Use 1 to " + HostName.LONGEST + " characters.");
        }
    }

    /** The name itself, or the first with a number behind it that nobody has. */
    private HostName free(HostName name) {
        HostName candidate = name;
        for (int number = 2; known.findByNameKey(candidate.key()).isPresent(); number++) {
            candidate = name.numbered(number);
        }
        return candidate;
    }

    private void refuseTakenName(HostName name, @Nullable HostId own, String asked) {
        known.findByNameKey(name.key())
                .filter(other -> own == null || !other.id().equals(own.value()))
                .ifPresent(other -> {
                    throw nameTaken(other.name(), asked);
                });
    }

    private static Problem nameTaken(String name, String asked) {
        return Problem.conflict(
                        asked,
                        "another host is called \"" + name + "\" already",
                        "Choose another name.")
                .at(NAME);
    }

    private void refuseTakenAddress(HostAddress address, String asked) {
        known.findByAddress(address.toString())
                .ifPresent(other -> {
                    throw Problem.conflict(
                                    asked,
                                    "that is host \"" + other.name() + "\" already",
                                    "Use the host that is there, or remove it first.")
                            .at(ADDRESS);
                });
    }

    private void refuseKnownEngine(@Nullable String engineId, String asked) {
        if (engineId == null || engineId.isEmpty()) {
            return;
        }
        String name =
                known.findByEngineId(engineId)
                        .map(KnownHost::name)
                        .or(() -> seenWith(engineId))
                        .orElse(null);
        if (name != null) {
            throw Problem.conflict(
                            asked,
                            "the same engine is host \"" + name + "\" already, at another address",
                            "Use the host that is there. If they are two machines, one was copied"
                                    + " from the other with its engine's identity: "
                                    + UNCLONE)
                    .at(ADDRESS);
        }
    }

    private Optional<String> seenWith(String engineId) {
        return inventory.all().stream()
                .filter(snapshot -> engineId.equals(snapshot.engineId()))
                .map(snapshot -> snapshot.host().name())
                .findFirst();
    }

    static Problem unknown(String asked, HostId id) {
        return Problem.notFound(
                asked,
                "there is no host with id " + id + "; it may have been removed",
                "Look at the list of hosts.");
    }
}
