package dev.mullion.backend.admission;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.backend.host.HostNow;
import dev.mullion.backend.host.IsolationOffer;
import dev.mullion.backend.host.Words;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerDetails;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.client.NoSuchObjectException;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.Guardrail;
import dev.mullion.security.guardrail.IsolationFloor;
import dev.mullion.security.guardrail.MergedPolicy;
import dev.mullion.security.guardrail.Placement;
import dev.mullion.security.guardrail.ResolvedImage;
import dev.mullion.security.guardrail.Rules;
import dev.mullion.security.guardrail.Surroundings;
import dev.mullion.security.guardrail.TargetHost;
import dev.mullion.security.guardrail.Workload;
import dev.mullion.security.ownership.OwnershipBook;
import dev.mullion.security.policy.PolicyBook;
import dev.mullion.security.policy.PolicyState;
import dev.mullion.security.policy.PolicyUnreadableException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Judges what shall run, by today's policies and by what its host is and has at this moment. What
 * can't be found out is no reason to let something pass: the host that doesn't answer, the image
 * that isn't there and the policy that can't be read all end in a {@link Problem}. Who may ask is
 * decided before.
 */
@Component
public class Admission {

    /** The platform's own work: judged like that of a tenant that is trusted. */
    private static final UUID PLATFORM = new UUID(0, 0);

    private static final String NO_STAGE = "";

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final HostGateway gateway;
    private final OwnershipBook owners;
    private final PolicyBook policies;
    private final AdmissionKey key;

    Admission(HostGateway gateway, OwnershipBook owners, PolicyBook policies, AdmissionKey key) {
        this.gateway = gateway;
        this.owners = owners;
        this.policies = policies;
        this.key = key;
    }

    /** For whom, and what holds for them. */
    private record Standing(
            PolicyState state,
            Placement placement,
            MergedPolicy policy,
            Surroundings.Owner nobody) {}

    /**
     * Says what policies say to a request, and changes nothing.
     *
     * @param asked what the request is for, as it follows "could not"
     * @throws Problem if it can't be judged: no such image (field {@code image}), no such stage
     *     (field {@code stage}), a suspended tenant, a host that can't be asked
     */
    public Verdict consider(Destination at, CreateContainer request, String asked) {
        Standing standing = standing(at, asked);
        return considered(standing, at, gateway.now(at.host(), asked), request, asked);
    }

    private Verdict considered(
            Standing standing,
            Destination at,
            HostNow host,
            CreateContainer request,
            String asked) {
        ImageDetails image = image(at, request.config().image(), asked);
        Isolation isolation = isolation(request.hostConfig().isolation(), host, standing.policy());
        CreateContainer explicit = host.facts().windows() ? isolated(request, isolation) : request;
        return judged(standing, at, host, explicit, image, asked);
    }

    /**
     * Lets a request pass, or not.
     *
     * @param asked as for {@link #consider}
     * @throws Problem REFUSED, with what rules have against it; and as for {@link #consider}
     */
    public Admitted admit(Destination at, CreateContainer request, String asked) {
        Standing standing = standing(at, asked);
        HostNow host = gateway.now(at.host(), asked);
        return passed(considered(standing, at, host, request, asked), host, asked);
    }

    /**
     * Lets a container that is there already go on as it is, or not: it may have been made when
     * another policy held, or under a name that meant another image.
     *
     * @param at where it is, and whose
     * @param container as its host describes it now
     * @param asked what for, as it follows "could not"
     * @throws Problem as for {@link #admit}
     */
    public Admitted admitAgain(Destination at, ContainerDetails container, String asked) {
        Standing standing = standing(at, asked);
        HostNow host = gateway.now(at.host(), asked);
        ImageDetails image = image(at, container.image(), asked);
        return passed(
                judged(standing, at, host, AsCreated.request(container, host), image, asked),
                host,
                asked);
    }

    private Admitted passed(Verdict verdict, HostNow host, String asked) {
        if (!verdict.allowed()) {
            throw Refusals.problem(asked, verdict.findings());
        }
        return new Admitted(
                verdict.request(),
                verdict.image(),
                verdict.isolation(),
                key.signer(host.info().id(), verdict.isolation()));
    }

    private Standing standing(Destination at, String asked) {
        try {
            return standing(policies.now(), at, asked);
        } catch (PolicyUnreadableException | DataAccessException e) {
            log.error("{} is refused: what policies say can't be told", asked, e);
            throw Refusals.problem(asked, List.of(Refusals.unknowable(e))).causedBy(e);
        }
    }

    private static Standing standing(PolicyState state, Destination at, String asked) {
        return at.owner()
                .map(owner -> standing(state, owner, asked))
                .orElseGet(() ->
                        new Standing(
                                state,
                                new Placement(PLATFORM, NO_STAGE, Trust.TRUSTED),
                                state.platformsOwn(),
                                new Surroundings.Owner(PLATFORM, NO_STAGE)));
    }

    private static Standing standing(PolicyState state, Destination.Owner owner, String asked) {
        PolicyState.Subject tenant =
                state.subject(owner.tenant().value())
                        .orElseThrow(() -> new NoSuchThingException("There is no such tenant."));
        if (tenant.suspended()) {
            throw Problem.conflict(
                    asked,
                    "tenant \"" + tenant.name() + "\" is suspended",
                    "Nothing new runs in it until it goes on.");
        }
        if (!tenant.stages().contains(owner.stage())) {
            throw Problem.invalid(
                    "stage",
                    asked,
                    "tenant \"" + tenant.name() + "\" has no stage " + owner.stage().code(),
                    "Choose another stage.");
        }
        return new Standing(
                state,
                new Placement(tenant.id(), owner.stage().code(), tenant.trust()),
                state.at(tenant, owner.stage()),
                new Surroundings.Owner(null, null));
    }

    private ImageDetails image(Destination at, String name, String asked) {
        return gateway.call(
                at.host(),
                asked,
                client -> {
                    try {
                        return client.images().inspect(name);
                    } catch (NoSuchObjectException e) {
                        throw Problem.notFound(
                                        asked,
                                        "image "
                                                + Words.quotable(name)
                                                + " is not on that host: "
                                                + e.engineMessage(),
                                        "Pull it first.")
                                .at("image")
                                .causedBy(e);
                    }
                });
    }

    /**
     * Who leaves the choice to others gets what policies want, and else what the host would choose:
     * said in so many words, for the host may choose otherwise a moment later.
     */
    private static Isolation isolation(Isolation asked, HostNow host, MergedPolicy policy) {
        if (asked != Isolation.DEFAULT) {
            return asked;
        }
        boolean hyperv = offered(host).contains(Isolation.HYPERV);
        boolean wanted = policy.rule(Rules.ISOLATION).value() != IsolationFloor.ANY;
        return hyperv && wanted ? Isolation.HYPERV : host.ownDefault();
    }

    private static CreateContainer isolated(CreateContainer request, Isolation isolation) {
        return new CreateContainer(
                request.config(),
                request.hostConfig().toBuilder().isolation(isolation).build(),
                request.networkingConfig());
    }

    private Verdict judged(
            Standing standing,
            Destination at,
            HostNow host,
            CreateContainer request,
            ImageDetails image,
            String asked) {
        TargetHost target = target(standing, at, host);
        Workload bare =
                new Workload(
                        standing.placement(),
                        target,
                        request,
                        // only roles of the platform bring images to hosts, so that what is there
                        // is there for every tenant
                        new ResolvedImage(image, true, Set.of()),
                        Surroundings.EMPTY,
                        null);
        SurroundingsOnHost surroundings =
                new SurroundingsOnHost(at.host().value(), owners, standing.nobody());
        Workload whole =
                bare.among(
                        gateway.call(
                                at.host(), asked, client -> surroundings.of(bare.named(), client)));
        Isolation said = request.hostConfig().isolation();
        return new Verdict(
                Guardrail.judge(whole, standing.policy()).findings(),
                standing.policy(),
                request,
                image.id(),
                said == Isolation.DEFAULT ? host.ownDefault() : said);
    }

    private TargetHost target(Standing standing, Destination at, HostNow host) {
        return new TargetHost(
                at.host().value(),
                null,
                host.facts().windows()
                        ? TargetHost.HostSystem.WINDOWS
                        : TargetHost.HostSystem.LINUX,
                offered(host),
                host.ownDefault(),
                host.info().defaultRuntime(),
                host.info().cpus(),
                host.engineOwns(),
                owners.tenantsOn(at.host().value()).stream()
                        .filter(tenant -> !tenant.value().equals(standing.placement().tenant()))
                        .map(tenant -> sharer(standing.state(), tenant.value()))
                        .toList());
    }

    /** Of a tenant that isn't known any more the worst is thought. */
    private static TargetHost.Sharer sharer(PolicyState state, UUID tenant) {
        return new TargetHost.Sharer(
                tenant,
                state.subject(tenant).map(PolicyState.Subject::trust).orElse(Trust.HOSTILE));
    }

    private static Set<Isolation> offered(HostNow host) {
        return host.facts().isolation().stream()
                .filter(IsolationOffer::offered)
                .map(IsolationOffer::isolation)
                .collect(Collectors.toSet());
    }
}
