package dev.mullion.hcs.emulator.program;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The programs there are, by their names. */
public final class Programs {

    private final Map<String, Program> programs = new HashMap<>();

    /** Knows all of them. */
    public Programs() {
        programs.put("cmd", new Shell(this));
        programs.put("echo", SmallPrograms::echo);
        programs.put("exit", SmallPrograms::exit);
        programs.put("hostname", SmallPrograms::hostname);
        programs.put("whoami", SmallPrograms::whoami);
        programs.put("ver", SmallPrograms::ver);
        programs.put("set", SmallPrograms::set);
        programs.put("powershell", SmallPrograms::powershell);
        programs.put("pwsh", SmallPrograms::powershell);
        programs.put("mode", SmallPrograms::mode);
        programs.put("ipconfig", SmallPrograms::ipconfig);
        programs.put("cls", execution -> 0);
        programs.put("rem", execution -> 0);
        programs.put("type", FilePrograms::type);
        programs.put("dir", FilePrograms::dir);
        programs.put("cd", FilePrograms::cd);
        programs.put("chdir", FilePrograms::cd);
        programs.put("md", FilePrograms::makeDirectory);
        programs.put("mkdir", FilePrograms::makeDirectory);
        programs.put("del", FilePrograms::delete);
        programs.put("rd", FilePrograms::delete);
        programs.put("rmdir", FilePrograms::delete);
        programs.put("copy", FilePrograms::copy);
        programs.put("tee", TestPrograms::tee);
        programs.put("sleep", TestPrograms::sleep);
        programs.put("timeout", TestPrograms::timeout);
        programs.put("spam", TestPrograms::spam);
        programs.put("hold-pipe", TestPrograms::holdPipe);
        programs.put("ignore-ctrl", new TestPrograms.IgnoreControl());
        programs.put("slow-ctrl", TestPrograms::slowControl);
        programs.put("ping", Ping::run);
    }

    /**
     * Finds the program of a command line.
     *
     * @param commandLine whose first word names it
     * @return nothing if there is no such program
     */
    public Optional<Program> find(String commandLine) {
        return Optional.ofNullable(programs.get(CommandLine.name(commandLine)));
    }
}
