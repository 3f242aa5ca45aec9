package dev.mullion.hcs.emulator.program;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the programs of one process share: user, variables, folder. Used on one thread. */
public final class Session {

    private static final String SYSTEM_FOLDERS = "C:\\Windows\\system32;C:\\Windows";

    private final String user;
    private final TreeMap<String, String> environment =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String folder;

    /**
     * Begins.
     *
     * @param surroundings the container
     * @param user who runs the process
     * @param folder where it begins
     * @param given variables beyond those that Windows sets
     */
    public Session(
            Surroundings surroundings, String user, String folder, Map<String, String> given) {
        this.user = user;
        this.folder = folder;
        environment.put("ALLUSERSPROFILE", "C:\\ProgramData");
        environment.put("APPDATA", "C:\\Users\\" + user + "\\AppData\\Roaming");
        environment.put("CommonProgramFiles", "C:\\Program Files\\Common Files");
        environment.put("COMPUTERNAME", computerName(surroundings.hostName()));
        environment.put("ComSpec", "C:\\Windows\\system32\\cmd.exe");
        environment.put("LOCALAPPDATA", "C:\\Users\\" + user + "\\AppData\\Local");
        environment.put(
                "NUMBER_OF_PROCESSORS", Integer.toString(surroundings.windows().processors()));
        environment.put("OS", "Windows_NT");
        environment.put("Path", SYSTEM_FOLDERS);
        environment.put("PATHEXT", ".COM;.EXE;.BAT;.CMD");
        environment.put("PROCESSOR_ARCHITECTURE", "AMD64");
        environment.put("ProgramData", "C:\\ProgramData");
        environment.put("ProgramFiles", "C:\\Program Files");
        environment.put("SystemDrive", "C:");
        environment.put("SystemRoot", "C:\\Windows");
        environment.put("TEMP", "C:\\Users\\" + user + "\\AppData\\Local\\Temp");
        environment.put("TMP", "C:\\Users\\" + user + "\\AppData\\Local\\Temp");
        environment.put("USERDOMAIN", "User Manager");
        environment.put("USERNAME", user);
        environment.put("USERPROFILE", "C:\\Users\\" + user);
        environment.put("windir", "C:\\Windows");
        environment.putAll(given);
    }

    private static String computerName(String hostName) {
        String upper = hostName.toUpperCase(java.util.Locale.ROOT);
        return upper.length() > 15 ? upper.substring(0, 15) : upper;
    }

    String user() {
        return user;
    }

    String folder() {
        return folder;
    }

    void enter(String other) {
        folder = other;
    }

    Map<String, String> environment() {
        return environment;
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }
}
