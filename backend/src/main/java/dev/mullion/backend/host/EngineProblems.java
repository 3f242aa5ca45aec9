package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import dev.mullion.backend.Problem.Kind;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.CallCancelledException;
import dev.mullion.docker.client.ConflictException;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.EngineRefusedException;
import dev.mullion.docker.client.EngineTimeoutException;
import dev.mullion.docker.client.EngineUnreachableException;
import dev.mullion.docker.client.MalformedAnswerException;
import dev.mullion.docker.client.NoSuchObjectException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a person's words what went wrong between the portal and an engine. */
final class EngineProblems {

    private static final String LOOK_AGAIN = "Look at what is there now.";

    private static final Pattern CONTAINER_ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

    private EngineProblems() {}

    /** Why a call to a host did not do what it should. */
    static Problem of(DockerException failure, String asked, String hostName) {
        Problem problem =
                switch (failure) {
                    case NoSuchObjectException e ->
                            Problem.notFound(asked, e.engineMessage(), LOOK_AGAIN);
                    case ConflictException e -> conflict(e, asked);
                    case EngineRefusedException e -> refused(e, asked, hostName);
                    case EngineUnreachableException e ->
                            Problem.of(
                                    Kind.HOST_UNREACHABLE,
                                    asked,
                                    "host \"" + hostName + "\" can't be reached: " + e.because(),
                                    "Try again when it is back; the page of the host says how it"
                                            + " is.");
                    case EngineTimeoutException e ->
                            Problem.of(
                                    Kind.HOST_TIMEOUT,
                                    asked,
                                    "host \"" + hostName + "\" took too long: " + e.because(),
                                    "It may still be done there. " + LOOK_AGAIN);
                    case MalformedAnswerException e ->
                            Problem.of(
                                    Kind.HOST_REFUSED,
                                    asked,
                                    "the answer of host \""
                                            + hostName
                                            + "\" makes no sense: "
                                            + e.because(),
                                    "Check the host's address and engine.");
                    case CallCancelledException e ->
                            Problem.of(
                                    Kind.HOST_UNREACHABLE,
                                    asked,
                                    "the connection to host \""
                                            + hostName
                                            + "\" was ended meanwhile: "
                                            + e.because(),
                                    "See whether the host is still there.");
                };
        return problem.causedBy(failure);
    }

    /** Why an address that somebody gave can't become a host. */
    static Problem reaching(DockerException failure, String asked, HostAddress address) {
        Loss loss = Loss.of(failure, address);
        Kind kind =
                loss.state() == HostState.REFUSED
                        ? Kind.HOST_REFUSED
                        : failure instanceof EngineTimeoutException
                                ? Kind.HOST_TIMEOUT
                                : Kind.HOST_UNREACHABLE;
        return Problem.of(kind, asked, failure.because(), loss.remedy());
    }

    private static Problem conflict(ConflictException e, String asked) {
        String words = e.engineMessage().toLowerCase(Locale.ROOT);
        if (words.contains("is already in use by container")) {
            Matcher holder = CONTAINER_ID.matcher(words);
            String by = holder.find() ? "container " + holder.group() : "another container";
            return Problem.conflict(asked, "the name is taken by " + by, "Choose another name.")
                    .at("name");
        }
        if (words.contains("removal of container") && words.contains("already in progress")) {
            return Problem.notFound(
                    asked,
                    "somebody else is removing it already: " + e.engineMessage(),
                    LOOK_AGAIN);
        }
        return unfit(e, words, asked)
                .orElseGet(() -> Problem.conflict(asked, e.engineMessage(), LOOK_AGAIN));
    }

    /**
     * What does not fit the state that a container is in. Engines up to version 20.10 answer some
     * of these with 500 instead of 409.
     */
    private static Optional<Problem> unfit(EngineRefusedException e, String words, String asked) {
        String remedy;
        if (words.contains("is not paused")) {
            remedy = "It is not frozen: there is nothing to do.";
        } else if (words.contains("already paused")) {
            remedy = "It is frozen already: there is nothing to do.";
        } else if (words.contains("is paused") || words.contains("paused container")) {
            remedy = "Unpause it first.";
        } else if (words.contains("is not running")) {
            remedy = "Start it first, if it should run.";
        } else if (words.contains("is restarting")) {
            remedy = "Wait until it runs, or stop it.";
        } else if (words.contains("cannot remove a running container")
                || words.contains("stop the container before")) {
            remedy = "Stop it first, or choose to remove it by force.";
        } else {
            return Optional.empty();
        }
        return Optional.of(Problem.conflict(asked, e.engineMessage(), remedy));
    }

    private static Problem refused(EngineRefusedException e, String asked, String hostName) {
        String words = e.engineMessage().toLowerCase(Locale.ROOT);
        if (words.contains("no space left on device")
                || words.contains("not enough space on the disk")) {
            return Problem.of(
                    Kind.HOST_REFUSED,
                    asked,
                    "the disk of host \"" + hostName + "\" is full: " + e.engineMessage(),
                    "Remove images and containers that nobody needs there, or give it more disk.");
        }
        if (words.contains("port is already allocated")
                || words.contains("address already in use")
                || words.contains("ports are not available")) {
            return Problem.conflict(
                            asked,
                            "a port on host \"" + hostName + "\" is taken: " + e.engineMessage(),
                            "Choose another port, or leave the choice to the engine.")
                    .at("ports");
        }
        if (e.status() >= 500) {
            Optional<Problem> unfit = unfit(e, words, asked);
            if (unfit.isPresent()) {
                return unfit.get();
            }
        }
        return switch (e.status()) {
            case 400, 422 ->
                    Problem.of(
                            Kind.INVALID,
                            asked,
                            e.engineMessage(),
                            "Change what the engine objects to.");
            case 401, 403 ->
                    Problem.of(
                            Kind.HOST_REFUSED,
                            asked,
                            "host \"" + hostName + "\" does not allow it: " + e.engineMessage(),
                            "Ask whoever runs the host.");
            default ->
                    Problem.of(
                            Kind.HOST_REFUSED,
                            asked,
                            e.engineMessage(),
                            "The log of the engine on host \"" + hostName + "\" may say more.");
        };
    }
}
