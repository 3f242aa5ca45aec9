package dev.mullion.engine.guard;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.admission.AdmittedRequest;
import dev.mullion.docker.admission.SignedAdmission;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets nothing come to run on this engine, and nothing change of what runs, that no portal has
 * admitted. Looking, stopping and removing are free, and so is what is about images and volumes. A
 * way to change containers that isn't known here is closed.
 */
public final class PortalGate implements Gate {

    /** What may be far away in time at most: the portal's clock may go ahead of this machine's. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "DELETE");

    /** About containers: what makes nothing run that doesn't already. */
    private static final Set<String> FREE =
            Set.of(
                    "stop", "kill", "pause", "rename", "wait", "resize", "attach", "archive",
                    "prune");

    private static final String CONTAINERS = "containers";
    private static final String CREATE = "create";

    private final List<PublicKey> keys;
    private final String engine;
    private final Function<String, Isolation> isolationOf;
    private final Isolation usual;
    private final Clock clock;
    private final Instant openedAt;
    private final UsedNonces used = new UsedNonces();

    private PortalGate(
            List<PublicKey> keys,
            String engine,
            Function<String, Isolation> isolationOf,
            Isolation usual,
            Clock clock) {
        this.keys = keys;
        this.engine = engine;
        this.isolationOf = isolationOf;
        this.usual = usual;
        this.clock = clock;
        // admissions know whole seconds only
        this.openedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Opens a gate.
     *
     * @param file the portals' public keys as PEM
     * @param engine the engine's own id
     * @param isolationOf the isolation of a container by its id or name, never {@code DEFAULT};
     *     throws {@link EngineProblem} 404
     * @param usual what a container gets that leaves it open
     * @throws IOException if the keys can't be read
     */
    public static PortalGate open(
            Path file,
            String engine,
            Function<String, Isolation> isolationOf,
            Isolation usual,
            Clock clock)
            throws IOException {
        return new PortalGate(PortalKeys.read(file), engine, isolationOf, usual, clock);
    }

    @Override
    public void pass(Call call, List<String> path) throws IOException {
        if (!asksFor(call.method(), path)) {
            return;
        }
        SignedAdmission admission = admission(call);
        if (path.getFirst().equals(CONTAINERS)) {
            isolated(call, path.get(1), admission);
        }
    }

    /** Whether such a request needs to be admitted. */
    private static boolean asksFor(String method, List<String> path) {
        if (LOOKING.contains(method)) {
            return false;
        }
        return switch (path.getFirst()) {
            case CONTAINERS -> !FREE.contains(path.getLast());
            case "exec" -> !path.getLast().equals("resize");
            case "networks" -> path.getLast().equals("connect");
            case "images", "volumes", "system", "auth" -> false;
            default -> true;
        };
    }

    private SignedAdmission admission(Call call) throws IOException {
        String header = call.header(SignedAdmission.HEADER);
        if (header == null) {
            throw EngineProblem.forbidden(
                    "this engine is guarded: it does only what its portal has admitted, and this"
                            + " request wasn't; ask for it through the portal");
        }
        SignedAdmission admission = read(header);
        AdmittedRequest request =
                AdmittedRequest.of(engine, call.method(), call.target(), call.bodyBytes());
        if (keys.stream().noneMatch(key -> admission.isBy(key, request))) {
            throw EngineProblem.forbidden(
                    "this engine is guarded, and the admission isn't for this request or not by its"
                            + " portal; does --guarded name the portal's present key?");
        }
        Instant now = clock.instant();
        if (!now.isBefore(admission.expires())
                || admission.expires().isAfter(now.plus(LONGEST))
                || admission.expires().minus(SignedAdmission.LIFETIME).isBefore(openedAt)) {
            throw EngineProblem.unauthorized(
                    "the admission isn't good now: it is too old, of before this engine started, or"
                            + " the clocks of portal and engine differ by half a minute; try again");
        }
        if (!used.first(admission.nonce(), admission.expires(), now)) {
            throw EngineProblem.unauthorized("the admission was used already");
        }
        return admission;
    }

    private static SignedAdmission read(String header) {
        try {
            return SignedAdmission.read(header);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.forbidden("this engine is guarded, and that is no admission");
        }
    }

    /** What the portal thinks the container is, it has to be here. */
    private void isolated(Call call, String container, SignedAdmission admission)
            throws IOException {
        Isolation here = container.equals(CREATE) ? asked(call) : isolationOf.apply(container);
        if (here != admission.isolation()) {
            throw EngineProblem.forbidden(
                    "the portal admitted "
                            + admission.isolation()
                            + " isolation, and the container has "
                            + here);
        }
    }

    private Isolation asked(Call call) throws IOException {
        Isolation asked = call.body(CreateContainer.class).hostConfig().isolation();
        return asked == Isolation.DEFAULT ? usual : asked;
    }
}
