package dev.mullion.frontend.container;

import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.PortMapping;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.docker.Isolation;
import java.util.ArrayList;
import java.util.List;

/** The {@code docker} command line that does what a launch does. */
final class DockerRun {

    private DockerRun() {}

    /** Quoted for a POSIX shell, on one line unless a value has line breaks itself. */
    static String of(Launch launch) {
        List<String> words = new ArrayList<>(List.of("docker"));
        words.addAll(launch.start() ? List.of("run", "-d") : List.of("create"));
        if (launch.name() != null) {
            option(words, "--name", launch.name());
        }
        if (launch.isolation() != Isolation.DEFAULT) {
            option(words, "--isolation", launch.isolation().wire());
        }
        launch.environment().forEach((name, value) -> option(words, "-e", name + "=" + value));
        launch.ports().forEach(port -> option(words, "-p", port(port)));
        if (launch.memoryBytes() != null) {
            option(words, "--memory", launch.memoryBytes() + "b");
        }
        if (launch.cpus() != null) {
            option(words, "--cpus", number(launch.cpus()));
        }
        if (launch.storageBytes() != null) {
            option(words, "--storage-opt", "size=" + launch.storageBytes());
        }
        if (launch.user() != null) {
            option(words, "--user", launch.user());
        }
        if (launch.restart() != RestartRule.NO) {
            option(words, "--restart", launch.restart().wire());
        }
        launch.labels().forEach((name, value) -> option(words, "--label", name + "=" + value));
        words.add(ShellWord.of(launch.image().familiar()));
        launch.command().forEach(word -> words.add(ShellWord.of(word)));
        return String.join(" ", words);
    }

    private static void option(List<String> words, String name, String value) {
        words.add(name);
        words.add(ShellWord.of(value));
    }

    static String port(PortMapping port) {
        String host = port.hostIp() == null ? "" : address(port.hostIp()) + ":";
        String published = port.hostPort() == 0 ? "" : String.valueOf(port.hostPort());
        String front = host.isEmpty() && published.isEmpty() ? "" : host + published + ":";
        return front
                + port.containerPort()
                + (port.protocol().equals("tcp") ? "" : "/" + port.protocol());
    }

    private static String address(String ip) {
        return ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
    }

    private static String number(double value) {
        String text = String.valueOf(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
