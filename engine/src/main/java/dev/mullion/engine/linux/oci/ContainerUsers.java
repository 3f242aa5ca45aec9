package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.UnknownUserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Looks users and groups up in a container's own {@code /etc/passwd} and {@code /etc/group}. */
final class ContainerUsers {

    private static final long MOST = 0xffff_fffeL;

    private final List<String[]> users;
    private final List<String[]> groups;

    private ContainerUsers(List<String[]> users, List<String[]> groups) {
        this.users = users;
        this.groups = groups;
    }

    static ContainerUsers in(Path root) throws IOException {
        try (RootFolder folder = RootFolder.open(root)) {
            return of(folder.lines("/etc/passwd"), folder.lines("/etc/group"));
        }
    }

    static ContainerUsers of(List<String> passwd, List<String> group) {
        return new ContainerUsers(entries(passwd, 3), entries(group, 3));
    }

    private static List<String[]> entries(List<String> lines, int least) {
        List<String[]> entries = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.strip().split(":", -1);
            if (!line.startsWith("#") && fields.length >= least && number(fields[2]).isPresent()) {
                entries.add(fields);
            }
        }
        return entries;
    }

    /**
     * Finds a user.
     *
     * @param wanted as {@code ProcessSpec.user}
     * @param more more groups, names or numbers
     */
    ContainerUser find(String wanted, List<String> more) throws IOException {
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        String group = colon < 0 ? "" : wanted.substring(colon + 1);
        String[] entry = user(name);
        long uid = entry == null ? numberOf(name, "user", "passwd") : Long.parseLong(entry[2]);
        long gid = 0;
        Set<Long> all = new LinkedHashSet<>();
        if (!group.isEmpty()) {
            gid = group(group);
            all.add(gid);
        } else {
            gid = entry != null && entry.length > 3 ? number(entry[3]).orElse(0) : 0;
            all.add(gid);
            if (entry != null) {
                all.addAll(groupsOf(entry[0]));
            }
        }
        for (String each : more) {
            all.add(group(each));
        }
        String home = entry != null && entry.length > 5 ? entry[5] : "";
        return new ContainerUser(uid, gid, List.copyOf(all), home.isEmpty() ? "/" : home);
    }

    private String @org.jspecify.annotations.Nullable [] user(String name) {
        String wanted = name.isEmpty() ? "0" : name;
        for (String[] entry : users) {
            if (entry[0].equals(wanted)) {
                return entry;
            }
        }
        OptionalLong number = number(wanted);
        for (String[] entry : users) {
            if (number.isPresent() && number(entry[2]).getAsLong() == number.getAsLong()) {
                return entry;
            }
        }
        return null;
    }

    private long group(String name) throws IOException {
        for (String[] entry : groups) {
            if (entry[0].equals(name)) {
                return Long.parseLong(entry[2]);
            }
        }
        return numberOf(name, "group", "group");
    }

    private List<Long> groupsOf(String user) {
        List<Long> found = new ArrayList<>();
        for (String[] entry : groups) {
            if (entry.length > 3 && List.of(entry[3].split(",", -1)).contains(user)) {
                found.add(Long.parseLong(entry[2]));
            }
        }
        return found;
    }

    private static long numberOf(String name, String what, String file) throws IOException {
        if (name.isEmpty()) {
            return 0;
        }
        OptionalLong number = number(name);
        if (number.isEmpty()) {
            // these are the words Docker's clients know
            throw new UnknownUserException(
                    "unable to find %s %s: no matching entries in %s file"
                            .formatted(what, name, file));
        }
        return number.getAsLong();
    }

    private static OptionalLong number(String text) {
        if (text.isEmpty()
                || text.length() > 10
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text);
        return number <= MOST ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
