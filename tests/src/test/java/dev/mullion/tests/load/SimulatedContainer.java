package dev.mullion.tests.load;

import java.util.List;

/** One container of a {@link SimulatedHost}: it only ever says that it runs or doesn't. */
final class SimulatedContainer {

    private static final List<String> TEAMS = List.of("shop", "billing", "search", "mail", "lab");

    private final int number;
    private final String image;
    private final String imageId;
    private volatile boolean running = true;

    SimulatedContainer(int number, String image, String imageId) {
        this.number = number;
        this.image = image;
        this.imageId = imageId;
    }

    String id() {
        return "%064x".formatted(0xabc000000000L + number);
    }

    /**
     * Stops it if it runs, starts it if it doesn't.
     *
     * @param now seconds since 1970
     * @return the line that says so in the event stream
     */
    String turn(long now) {
        running = !running;
        return """
        {"Type":"container","Action":"%s","scope":"local","time":%d,\
        "Actor":{"ID":"%s","Attributes":{"name":"%s","image":"%s"}}}
        """
                .formatted(running ? "start" : "die", now, id(), name(), image);
    }

    /** Its entry in the list of containers. */
    String summary() {
        return """
        {"Id":"%s","Names":["/%s"],"Image":"%s","ImageID":"%s","Command":"/bin/work --all",
         "Created":%d,"Ports":[{"IP":"0.0.0.0","PrivatePort":8080,"PublicPort":%d,"Type":"tcp"}],
         "Labels":{"team":"%s","number":"%d"},"State":"%s","Status":"%s",
         "HostConfig":{"NetworkMode":"default"},"NetworkSettings":{"Networks":{}},"Mounts":[]}
        """
                .formatted(
                        id(),
                        name(),
                        image,
                        imageId,
                        1_790_000_000L + number,
                        20_000 + number,
                        team(),
                        number,
                        state(),
                        running ? "Up 3 hours" : "Exited (0) 2 seconds ago");
    }

    /** What inspecting it gives. */
    String details() {
        return """
        {"Id":"%s","Name":"/%s","Created":"2026-09-21T12:00:00.000000000Z",
         "Path":"/bin/work","Args":["--all"],
         "State":{"Status":"%s","Running":%b,"ExitCode":0,"Pid":0,
           "StartedAt":"2026-09-21T12:00:01.000000000Z","FinishedAt":"0001-01-01T00:00:00Z"},
         "Image":"%s","Config":{"Image":"%s","Labels":{"team":"%s"},"Env":[]},
         "HostConfig":{"NetworkMode":"default","Isolation":""},
         "NetworkSettings":{"Networks":{}},"Mounts":[]}
        """
                .formatted(id(), name(), state(), running, imageId, image, team());
    }

    private String name() {
        return "%s-worker-%04d".formatted(team(), number);
    }

    private String team() {
        return TEAMS.get(number % TEAMS.size());
    }

    private String state() {
        return running ? "running" : "exited";
    }
}
