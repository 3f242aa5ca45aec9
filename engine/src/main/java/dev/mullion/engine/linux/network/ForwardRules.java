package dev.mullion.engine.linux.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules that let this engine's networks through the machine's own packet filter. A table of
 * ours can't overrule the filter's policy to drop what is forwarded (Docker sets it, for example),
 * so then, and only then, rules are added at the end of its FORWARD chain. They carry a comment of
 * this engine; no other rule is touched, and what others refuse by a rule of theirs stays refused.
 */
final class ForwardRules {

    private static final System.Logger LOG = System.getLogger(ForwardRules.class.getName());
    private static final String APPEND = "-A ";
    private static final String LOCK_SECONDS = "5";

    private final String comment;

    ForwardRules(String comment) {
        this.comment = comment;
    }

    /**
     * Adds what is needed for these bridges and removes what isn't any more. A filter that can't be
     * read is left alone, with a word in the log.
     */
    synchronized void allow(Set<String> bridges) throws IOException {
        List<String> lines;
        try {
            lines = lines();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Could not read the machine's packet filter", e);
            return;
        }
        boolean dropped = lines.stream().anyMatch(line -> line.startsWith("-P FORWARD DROP"));
        Set<String> wanted = new TreeSet<>();
        if (dropped) {
            for (String bridge : bridges) {
                wanted.add(rule("-i", bridge));
                wanted.add(rule("-o", bridge));
            }
        }
        List<String> present = lines.stream().filter(this::isOurs).toList();
        for (String line : present) {
            if (!wanted.contains(line)) {
                iptables("-D " + line.substring(APPEND.length()));
            }
        }
        for (String line : wanted) {
            if (!present.contains(line)) {
                iptables(line);
                LOG.log(
                        System.Logger.Level.INFO,
                        "The machine drops forwarded packets by default; added to its filter: {0}",
                        line);
            }
        }
    }

    private String rule(String direction, String bridge) {
        return "-A FORWARD %s %s -m comment --comment %s -j ACCEPT"
                .formatted(direction, bridge, comment);
    }

    private boolean isOurs(String line) {
        return line.startsWith(APPEND) && line.contains("--comment " + comment + " ");
    }

    private static List<String> lines() throws IOException {
        if (!Tool.present("iptables")) {
            return List.of();
        }
        return Tool.run("iptables", "-w", LOCK_SECONDS, "-S", "FORWARD")
                .lines()
                .map(String::strip)
                .toList();
    }

    private static void iptables(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", LOCK_SECONDS));
        command.addAll(List.of(arguments.split(" ", -1)));
        Tool.run(command.toArray(String[]::new));
    }
}
