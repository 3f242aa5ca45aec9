package dev.mullion.engine.container;

import dev.mullion.docker.Compatibility;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.image.StoredImage;
import dev.mullion.engine.runtime.RuntimeFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a container is kept apart, once, when it is created; and holds every later step of
 * its life to what this host requires now. Whichever way a container comes to run, it passes here.
 */
final class IsolationRule {

    private final RuntimeFacts facts;
    private final @Nullable Isolation required;
    private final Predicate<List<Digest>> hasUtilityVm;
    private final Function<Digest, Optional<StoredImage>> images;

    /**
     * Knows the host.
     *
     * @param required what every container has to have here; null for anything
     * @param hasUtilityVm whether an image's layers bring what a utility VM boots
     * @param images finds an image by its id
     */
    IsolationRule(
            RuntimeFacts facts,
            @Nullable Isolation required,
            Predicate<List<Digest>> hasUtilityVm,
            Function<Digest, Optional<StoredImage>> images) {
        this.facts = facts;
        this.required = required;
        this.hasUtilityVm = hasUtilityVm;
        this.images = images;
    }

    /**
     * Decides for a new container.
     *
     * @return {@code PROCESS} or {@code HYPERV}
     * @throws EngineProblem 403 if this host requires another, 400 if it can't be had; saying what
     *     would work
     */
    Isolation decide(Isolation asked, StoredImage image) {
        Isolation wanted = asked == Isolation.DEFAULT ? usual() : asked;
        if (required == Isolation.HYPERV) {
            require(wanted);
        }
        OsVersion host = facts.osVersion();
        if (host != null) {
            String why = refusal(host, image.osVersion(), image.layers(), wanted);
            if (why != null) {
                throw EngineProblem.invalid(why);
            }
        } else if (!facts.isolations().contains(wanted)) {
            throw EngineProblem.invalid(
                    "this host offers no isolation with a kernel of its own; create the container"
                            + " with isolation \"process\", or on another host");
        }
        return wanted;
    }

    private Isolation usual() {
        return required == null ? facts.defaultIsolation() : required;
    }

    private void require(Isolation wanted) {
        if (!facts.isolations().contains(Isolation.HYPERV)) {
            throw EngineProblem.forbidden(
                    "this host runs nothing: its operator requires Hyper-V isolation"
                            + " (--require-isolation hyperv), which this machine doesn't offer; use"
                            + " another host");
        }
        if (wanted != Isolation.HYPERV) {
            throw EngineProblem.forbidden(
                    "process isolation is refused on this host: its operator requires Hyper-V"
                            + " isolation (--require-isolation hyperv); create the container with"
                            + " isolation \"hyperv\"");
        }
    }

    private @Nullable String refusal(
            OsVersion host, @Nullable OsVersion image, List<Digest> layers, Isolation wanted) {
        Compatibility fit =
                Compatibility.of(
                        new Compatibility.Host(
                                host,
                                facts.defaultIsolation() == Isolation.PROCESS,
                                facts.isolations().contains(Isolation.HYPERV)),
                        new Compatibility.Image(image, hasUtilityVm.test(layers)));
        return switch (fit.judge(wanted)) {
            case Compatibility.Runs runs -> null;
            case Compatibility.CannotRun refused -> refused.sentence();
        };
    }

    /**
     * Says in this host's words what Windows itself has found out.
     *
     * @param said Windows' own words, if there are no others
     */
    String mismatch(Definition container, String said) {
        OsVersion host = facts.osVersion();
        Optional<StoredImage> image = images.apply(container.image());
        if (host == null || image.isEmpty()) {
            return said;
        }
        String why =
                refusal(
                        host,
                        image.get().osVersion(),
                        container.layers(),
                        isolation(container.hostConfig()));
        return why == null ? said : why;
    }

    /**
     * Looks whether anything new may be done with a container that exists: that it runs, goes on,
     * or runs one more process.
     *
     * @throws EngineProblem 403 if not
     */
    void check(HostConfig container) {
        if (forbids(container)) {
            throw EngineProblem.forbidden(
                    "this container has process isolation, and the operator of this host requires"
                            + " Hyper-V isolation now (--require-isolation hyperv): it can be stopped"
                            + " and removed, nothing else; create it anew with isolation \"hyperv\"");
        }
    }

    /** Whether a container is of those that may not run here any more. */
    boolean forbids(HostConfig container) {
        return required == Isolation.HYPERV && isolation(container) != Isolation.HYPERV;
    }

    /** Of a container that exists; what engines before this one left open was the process. */
    static Isolation isolation(HostConfig container) {
        return container.isolation() == Isolation.HYPERV ? Isolation.HYPERV : Isolation.PROCESS;
    }
}
