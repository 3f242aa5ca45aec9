package dev.mullion.hcs.emulator.program;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Answers itself once a second; nothing goes over any network. */
final class Ping {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int DEFAULT_COUNT = 4;
    private static final int FAILED = 1;
    private static final int PACKET = 74;

    private Ping() {}

    static int run(Execution execution) {
        List<String> arguments = execution.arguments();
        boolean forever = false;
        long count = DEFAULT_COUNT;
        String target = "";
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).toLowerCase(Locale.ROOT);
            if (argument.equals("-t") || argument.equals("/t")) {
                forever = true;
            } else if (argument.equals("-n") && i + 1 < arguments.size()) {
                count = SmallPrograms.number(arguments.get(++i));
            } else if (argument.equals("-w") || argument.equals("-l")) {
                i++;
            } else if (!argument.startsWith("-") && !argument.startsWith("/")) {
                target = arguments.get(i);
            }
        }
        String address = address(execution, target);
        if (address.isEmpty()) {
            execution.line(
                    "Ping request could not find host "
                            + target
                            + ". Please check the name and try again.");
            return FAILED;
        }
        ping(execution, target, address, forever ? Long.MAX_VALUE : count);
        return 0;
    }

    private static void ping(Execution execution, String target, String address, long count) {
        execution.line("");
        execution.line(
                "Pinging "
                        + (target.equals(address) ? "" : target + " ")
                        + (target.equals(address) ? address : "[" + address + "]")
                        + " with 32 bytes of data:");
        for (long i = 0; i < count; i++) {
            if (i > 0) {
                execution.life().sleep(Duration.ofSeconds(1));
            }
            execution.surroundings().network().moved(PACKET, PACKET);
            execution.line("Reply from " + address + ": bytes=32 time<1ms TTL=128");
        }
        execution.line("");
        execution.line("Ping statistics for " + address + ":");
        execution.line(
                "    Packets: Sent = " + count + ", Received = " + count + ", Lost = 0 (0% loss),");
    }

    private static String address(Execution execution, String target) {
        boolean own =
                target.isEmpty()
                        || target.equalsIgnoreCase("localhost")
                        || target.equalsIgnoreCase(execution.surroundings().hostName());
        if (own) {
            return execution.surroundings().network().addresses().stream()
                    .filter(one -> !target.isEmpty() && !target.equalsIgnoreCase("localhost"))
                    .findFirst()
                    .orElse("127.0.0.1");
        }
        return ADDRESS.matcher(target).matches() ? target : "";
    }
}
