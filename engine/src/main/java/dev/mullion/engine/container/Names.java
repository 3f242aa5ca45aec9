package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which name belongs to which container. A name is taken before its container is made. */
final class Names {

    private static final Pattern ALLOWED = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final List<String> ADJECTIVES =
            words(
                    """
                    airy amber ample arched ashen balmy bold brave breezy bright brisk calm
                    candid cedar chalky cheery clear cobalt cosy crisp curly dapper deft downy
                    dusky eager early earnest fair famous fleet fond frank fresh frosty gentle
                    gilded glad glassy golden grand hardy hazel hearty honest humble ivory jolly
                    keen kind lively loyal lucid lunar mellow merry mild misty modest mossy neat
                    nimble noble olive opal patient placid plucky polite proud quick quiet ready
                    rosy royal rustic sandy serene sharp shiny silent silver sleek snug solar
                    spry steady sunny supple sure swift tidy tranquil trusty velvet vivid warm
                    wise witty zesty
                    """);

    private static final List<String> NOUNS =
            words(
                    """
                    acorn alcove anchor apse arbour arcade atrium awning balcony banner barn
                    beacon bell bench birch bolt bridge brook cabin canopy casement cedar chalet
                    chimney cloister column copse cornice cottage cove cupola dale dome door
                    dormer dune eaves elm fern ferry fjord frieze gable gallery garden gate
                    glade glazier grove hall harbour hearth hedge heron hinge island jamb
                    keystone kiln lagoon lantern larch lattice ledge lintel lodge loft louvre
                    maple meadow mill moor mosaic nook oriel orchard otter panel parapet pebble
                    pier pillar plinth porch quay rafter reef ridge rosette sash shutter sill
                    spire stair tile tower transom trellis turret vault veranda willow window
                    """);

    private final RandomGenerator random;
    private final Map<String, ContainerId> owners = new HashMap<>();

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    Names(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Checks a name.
     *
     * @return it without the slash that may stand in front
     * @throws EngineProblem 400 if it has characters that a name can't have
     */
    static String checked(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw EngineProblem.invalid(
                    "Invalid container name ("
                            + name
                            + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /**
     * Takes a name.
     *
     * @throws EngineProblem 409 if another container has it
     */
    synchronized void take(String name, ContainerId owner) {
        ContainerId other = owners.putIfAbsent(name, owner);
        if (other != null && !other.equals(owner)) {
            throw EngineProblem.conflict(
                    ("Conflict. The container name \"/%s\" is already in use by container \"%s\"."
                                    + " You have to remove (or rename) that container to be able"
                                    + " to reuse that name.")
                            .formatted(name, other));
        }
    }

    /** Takes a name of our own making that nobody has. */
    synchronized String takeAny(ContainerId owner) {
        String name = pick();
        while (owners.containsKey(name)) {
            name = pick() + random.nextInt(10_000);
        }
        owners.put(name, owner);
        return name;
    }

    private String pick() {
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
                + "_"
                + NOUNS.get(random.nextInt(NOUNS.size()));
    }

    /** Gives a name back; nothing happens if it belongs to another. */
    synchronized void free(String name, ContainerId owner) {
        owners.remove(name, owner);
    }

    synchronized @Nullable ContainerId owner(String name) {
        return owners.get(name);
    }
}
