package dev.mullion.frontend.container;

import com.vaadin.flow.component.Component;
import dev.mullion.backend.Problem;
import dev.mullion.backend.admission.AskedField;
import dev.mullion.backend.admission.Verdict;
import dev.mullion.backend.container.ContainerService;
import dev.mullion.backend.container.Launch;
import dev.mullion.backend.host.Destination;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.frontend.frame.HostWork;
import dev.mullion.security.guardrail.Finding;
import dev.mullion.security.guardrail.Rules;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks what policies say to a launch while it is still being written: for the isolation that is
 * chosen, and for the others that could be. One question at a time is under way; what changes
 * meanwhile leads to one more.
 */
final class LaunchVerdicts {

    private static final String ISOLATION = "isolation";

    private final Component owner;
    private final ContainerService containers;
    private final HostWork work;
    private final Consumer<Answer> show;
    private @Nullable Question next;
    private boolean asking;

    private record Question(Destination at, Launch launch, Set<Isolation> kinds) {}

    /**
     * What came back.
     *
     * @param verdicts by isolation, that of the launch among them; empty if nothing could be judged
     * @param problem why nothing could be judged; null if it could
     */
    record Answer(Launch launch, Map<Isolation, Verdict> verdicts, @Nullable Problem problem) {

        /** What is said against the launch as it stands, by the names of the fields. */
        Map<String, String> beside() {
            Map<String, String> beside = new LinkedHashMap<>();
            findings()
                    .forEach(finding ->
                            AskedField.of(finding.field())
                                    .ifPresent(field ->
                                            beside.merge(
                                                    field,
                                                    sentence(finding),
                                                    (one, other) -> one + " " + other)));
            return beside;
        }

        /** What is said against what no field of the dialog is for. */
        List<String> elsewhere() {
            return findings().stream()
                    .filter(finding -> AskedField.of(finding.field()).isEmpty())
                    .map(finding -> finding.field() + ": " + sentence(finding))
                    .toList();
        }

        /** The image to name instead, if the one that was named may come to mean another. */
        Optional<Digest> pin() {
            return findings().stream()
                            .anyMatch(finding -> finding.rule().equals(Rules.IMAGE_PINNING.name()))
                    ? Optional.ofNullable(verdicts.get(launch.isolation())).map(Verdict::image)
                    : Optional.empty();
        }

        /** What is said against each kind of isolation. */
        Map<Isolation, String> kinds() {
            Map<Isolation, String> against = new EnumMap<>(Isolation.class);
            verdicts.forEach((kind, verdict) ->
                    verdict.findings().stream()
                            .filter(finding ->
                                    AskedField.of(finding.field())
                                            .filter(ISOLATION::equals)
                                            .isPresent())
                            .findFirst()
                            .ifPresent(finding -> against.put(kind, sentence(finding))));
            return against;
        }

        /** What the isolation will be if nobody chooses; null if that isn't known. */
        @Nullable Isolation byDefault() {
            Verdict verdict = verdicts.get(Isolation.DEFAULT);
            return verdict == null ? null : verdict.isolation();
        }

        private List<Finding> findings() {
            Verdict verdict = verdicts.get(launch.isolation());
            return verdict == null ? List.of() : verdict.findings();
        }

        private static String sentence(Finding finding) {
            return "Refused by rule \"%s\": %s (from %s; %s). %s"
                    .formatted(
                            finding.rule(),
                            finding.allowed(),
                            finding.origin().name(),
                            finding.origin().changeableBy(),
                            finding.remedy());
        }
    }

    /**
     * @param owner the dialog; answers are told while it is open
     * @param show is given the newest answer, with the page's lock held
     */
    LaunchVerdicts(
            Component owner, ContainerService containers, HostWork work, Consumer<Answer> show) {
        this.owner = owner;
        this.containers = containers;
        this.work = work;
        this.show = show;
    }

    /**
     * Asks, now or when the question before is answered.
     *
     * @param kinds of isolation that could be chosen
     */
    void ask(Destination at, Launch launch, Set<Isolation> kinds) {
        next = new Question(at, launch, kinds);
        if (!asking) {
            askNext();
        }
    }

    private void askNext() {
        Question question = next;
        next = null;
        if (question == null) {
            return;
        }
        asking = true;
        work.ask(owner, () -> answer(question), this::answered, this::failed);
    }

    private Answer answer(Question question) {
        Map<Isolation, Verdict> verdicts = new EnumMap<>(Isolation.class);
        try {
            for (Isolation kind : question.kinds()) {
                verdicts.put(
                        kind, containers.consider(question.at(), question.launch().isolated(kind)));
            }
            return new Answer(question.launch(), verdicts, null);
        } catch (Problem problem) {
            return new Answer(question.launch(), Map.of(), problem);
        }
    }

    private void answered(Answer answer) {
        asking = false;
        if (next == null) {
            show.accept(answer);
        } else {
            askNext();
        }
    }

    private void failed(RuntimeException failure) {
        asking = false;
        next = null;
        HostWork.tell(failure);
    }
}
