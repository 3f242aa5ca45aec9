package dev.mullion.hcs.emulator.program;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Programs and built-in commands of Windows that only tell something. */
final class SmallPrograms {

    private static final int FAILED = 1;

    private SmallPrograms() {}

    static int echo(Execution execution) {
        String text = execution.rest();
        execution.line(text.isBlank() ? "ECHO is on." : text);
        return 0;
    }

    static int exit(Execution execution) {
        List<String> arguments = execution.arguments();
        return arguments.isEmpty() ? 0 : number(arguments.getLast());
    }

    /** A number as the command takes it: what isn't one is 0. */
    static int number(String text) {
        try {
            return (int) Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static int hostname(Execution execution) {
        execution.line(execution.surroundings().hostName());
        return 0;
    }

    static int whoami(Execution execution) {
        String user = execution.session().user();
        execution.line(
                user.contains("\\")
                        ? user.toLowerCase(Locale.ROOT)
                        : "user manager\\" + user.toLowerCase(Locale.ROOT));
        return 0;
    }

    static int ver(Execution execution) {
        execution.line("");
        execution.line(execution.surroundings().windows().banner());
        return 0;
    }

    static int set(Execution execution) {
        String rest = execution.rest().strip();
        Map<String, String> environment = execution.session().environment();
        int equals = rest.indexOf('=');
        if (equals > 0) {
            String value = rest.substring(equals + 1);
            if (value.isEmpty()) {
                environment.remove(rest.substring(0, equals));
            } else {
                environment.put(rest.substring(0, equals), value);
            }
            return 0;
        }
        String prefix = rest.toLowerCase(Locale.ROOT);
        boolean any = false;
        for (Map.Entry<String, String> variable : List.copyOf(environment.entrySet())) {
            if (variable.getKey().toLowerCase(Locale.ROOT).startsWith(prefix)) {
                execution.line(variable.getKey() + "=" + variable.getValue());
                any = true;
            }
        }
        if (!any) {
            execution.complain("Environment variable " + rest + " not defined");
        }
        return any ? 0 : FAILED;
    }

    static int powershell(Execution execution) {
        execution.complain(
                "PowerShell isn't emulated. This is an emulated Windows: its cmd has echo, set,"
                        + " type, dir and a few more.");
        return FAILED;
    }

    static int ipconfig(Execution execution) {
        execution.line("");
        execution.line("Windows IP Configuration (EMULATED)");
        execution.line("");
        for (String address : execution.surroundings().network().addresses()) {
            execution.line("Ethernet adapter vEthernet (Ethernet):");
            execution.line("");
            execution.line("   IPv4 Address. . . . . . . . . . . : " + address);
            execution.line("");
        }
        return 0;
    }

    /** {@code mode con}: lets a person see that a resize came through. */
    static int mode(Execution execution) {
        Terminal terminal = execution.streams().terminal();
        if (terminal == null) {
            execution.complain("The device CON is not currently available.");
            return FAILED;
        }
        execution.line("");
        execution.line("Status for device CON:");
        execution.line("----------------------");
        execution.line("    Lines:          " + terminal.height());
        execution.line("    Columns:        " + terminal.width());
        execution.line("");
        return 0;
    }
}
