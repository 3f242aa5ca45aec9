package dev.mullion.engine.linux.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which system calls a container may make: the engine's own rules, or a profile it is given. */
public final class SystemCalls {

    /** What a profile says when there shall be no rules. */
    public static final String UNCONFINED = "unconfined";

    private static final String RULES = "seccomp.rules";

    private static final Pattern HEAD =
            Pattern.compile(
                    "\\[(allow|errno (?<errno>\\d+))"
                            + "(?: on (?<on>[a-z0-9 ]+?))?"
                            + "(?: with (?<with>[A-Z_ ]+?))?"
                            + "(?: without (?<without>[A-Z_ ]+?))?"
                            + "(?: if (?<index>\\d)(?: & (?<mask>\\d+))? (?<op>==|!=) (?<value>\\d+))?\\]");

    private final List<Rule> rules;
    private final Processor processor;

    private record Rule(
            List<String> names,
            @Nullable Integer errno,
            Set<String> processors,
            Set<String> with,
            Set<String> without,
            @Nullable Map<String, Object> argument) {}

    private SystemCalls(List<Rule> rules, Processor processor) {
        this.rules = rules;
        this.processor = processor;
    }

    /** Reads the engine's own rules. */
    public static SystemCalls ofThisMachine() throws IOException {
        try (InputStream in = SystemCalls.class.getResourceAsStream(RULES)) {
            if (in == null) {
                throw new IOException("The engine's distribution lacks " + RULES);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new SystemCalls(read(text), Processor.ofThisMachine());
        }
    }

    private static List<Rule> read(String text) throws IOException {
        List<Rule> rules = new ArrayList<>();
        Rule open = null;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                open = head(line);
                rules.add(open);
            } else if (open != null) {
                open.names().addAll(List.of(line.split(" +", -1)));
            }
        }
        return rules;
    }

    private static Rule head(String line) throws IOException {
        Matcher head = HEAD.matcher(line);
        if (!head.matches()) {
            throw new IOException("Not a rule for system calls: " + line);
        }
        String errno = head.group("errno");
        return new Rule(
                new ArrayList<>(),
                errno == null ? null : Integer.valueOf(errno),
                words(head.group("on")),
                words(head.group("with")),
                words(head.group("without")),
                argument(head));
    }

    private static Set<String> words(@Nullable String text) {
        return text == null ? Set.of() : Set.of(text.split(" ", -1));
    }

    private static @Nullable Map<String, Object> argument(Matcher head) {
        String index = head.group("index");
        if (index == null) {
            return null;
        }
        long value = Long.parseLong(head.group("value"));
        String mask = head.group("mask");
        if (mask != null) {
            return Json.object(
                    "index",
                    Integer.valueOf(index),
                    "value",
                    Long.parseLong(mask),
                    "valueTwo",
                    value,
                    "op",
                    "SCMP_CMP_MASKED_EQ");
        }
        return Json.object(
                "index",
                Integer.valueOf(index),
                "value",
                value,
                "op",
                "==".equals(head.group("op")) ? "SCMP_CMP_EQ" : "SCMP_CMP_NE");
    }

    /**
     * Writes the rules for a container, as OCI does.
     *
     * @param profile null for the engine's own, or a profile in Docker's form
     * @param capabilities what the container has
     */
    String write(@Nullable String profile, Set<String> capabilities) throws IOException {
        Map<String, Object> document =
                profile == null
                        ? own(capabilities)
                        : new SeccompProfile(processor, capabilities).translate(profile);
        return new String(Json.bytes(document), StandardCharsets.UTF_8);
    }

    private Map<String, Object> own(Set<String> capabilities) {
        List<Map<String, Object>> calls = new ArrayList<>();
        for (Rule rule : rules) {
            if (applies(rule, capabilities)) {
                calls.add(
                        Json.object(
                                "names",
                                rule.names(),
                                "action",
                                rule.errno() == null ? "SCMP_ACT_ALLOW" : "SCMP_ACT_ERRNO",
                                "errnoRet",
                                rule.errno(),
                                "args",
                                rule.argument() == null ? null : List.of(rule.argument())));
            }
        }
        return Json.object(
                "defaultAction",
                "SCMP_ACT_ERRNO",
                "defaultErrnoRet",
                1,
                "architectures",
                processor.ociNames(),
                "syscalls",
                calls);
    }

    private boolean applies(Rule rule, Set<String> capabilities) {
        return (rule.processors().isEmpty()
                        || rule.processors().stream().anyMatch(processor.names()::contains))
                && (rule.with().isEmpty() || rule.with().stream().anyMatch(capabilities::contains))
                && rule.without().stream().noneMatch(capabilities::contains);
    }

    /**
     * A processor and those whose programs it also runs.
     *
     * @param names as Docker's profiles call them, the machine's own first
     * @param ociNames as OCI calls them
     */
    record Processor(List<String> names, List<String> ociNames) {

        static Processor ofThisMachine() {
            String name = System.getProperty("os.arch");
            return switch (name) {
                case "amd64", "x86_64" ->
                        new Processor(
                                List.of("amd64", "x32", "386"),
                                List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"));
                case "aarch64" ->
                        new Processor(
                                List.of("arm64", "arm"),
                                List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"));
                case "ppc64le" -> new Processor(List.of(name), List.of("SCMP_ARCH_PPC64LE"));
                case "s390x" ->
                        new Processor(
                                List.of("s390x", "s390"),
                                List.of("SCMP_ARCH_S390X", "SCMP_ARCH_S390"));
                case "riscv64" -> new Processor(List.of(name), List.of("SCMP_ARCH_RISCV64"));
                default -> new Processor(List.of(name), List.of());
            };
        }
    }
}
