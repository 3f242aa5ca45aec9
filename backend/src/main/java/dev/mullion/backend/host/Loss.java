package dev.mullion.backend.host;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.CallCancelledException;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.EngineRefusedException;
import dev.mullion.docker.client.EngineTimeoutException;
import dev.mullion.docker.client.EngineUnreachableException;
import dev.mullion.docker.client.MalformedAnswerException;
import java.util.Locale;

/**
 * Why a host can't be worked with now.
 *
 * @param obstacle what stands in the way, without a full stop
 * @param remedy what to do about it, a sentence
 */
record Loss(HostState state, String obstacle, String remedy) {

    static Loss of(RuntimeException cause, HostAddress address) {
        if (!(cause instanceof DockerException failure)) {
            return new Loss(
                    HostState.REFUSED,
                    "The portal can't make sense of this host: " + cause.getMessage(),
                    "The portal's log says more.");
        }
        String because = failure.because();
        return switch (failure) {
            case EngineUnreachableException _ when forbidden(because) ->
                    new Loss(
                            HostState.REFUSED,
                            "The portal may not open " + address + ": " + because,
                            "Let the account that runs the portal use it, for example by making it"
                                    + " a member of the socket's group.");
            case EngineUnreachableException _ ->
                    new Loss(
                            HostState.UNREACHABLE,
                            "No connection to " + address + ": " + because,
                            "See whether the machine and its Docker Engine run, and whether the"
                                    + " address is right.");
            case EngineTimeoutException _ ->
                    new Loss(
                            HostState.UNREACHABLE,
                            "No answer from " + address + ": " + because,
                            "See whether the machine is overloaded, and whether a firewall drops"
                                    + " what is sent to it.");
            case MalformedAnswerException _ ->
                    new Loss(
                            HostState.REFUSED,
                            "What answers at " + address + " is no Docker Engine: " + because,
                            "Check the address.");
            case EngineRefusedException e when e.status() >= 500 ->
                    new Loss(
                            HostState.UNREACHABLE,
                            "The engine at " + address + " is in trouble: " + because,
                            "Its own log says more.");
            case EngineRefusedException _ ->
                    new Loss(
                            HostState.REFUSED,
                            "The engine at " + address + " refuses the portal: " + because,
                            "Change that on the host, or use another version of its engine.");
            case CallCancelledException _ ->
                    new Loss(
                            HostState.UNREACHABLE,
                            "The connection to " + address + " was ended: " + because,
                            "The portal connects again by itself.");
        };
    }

    /** All of it, for a host's status. */
    String reason() {
        return obstacle + ". " + remedy;
    }

    private static boolean forbidden(String because) {
        String words = because.toLowerCase(Locale.ROOT);
        return words.contains("permission denied") || words.contains("access is denied");
    }
}
