package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.program.Signal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What both generations ask for, by their documents. */
final class Requests {

    private final ComputeService service;
    private final EmulatedHost host;

    Requests(ComputeService service) {
        this.service = service;
        this.host = service.host();
    }

    SystemSpec second(String id, @Nullable String text) {
        return SystemSpec.second(id, Json.read(text));
    }

    SystemSpec first(String id, @Nullable String text) {
        return SystemSpec.first(id, Json.read(text));
    }

    Answer enumerate(@Nullable String query) {
        JsonNode asked = Json.read(query);
        ArrayNode answers = Json.array();
        for (EmulatedSystem system : service.all()) {
            SystemSpec spec = system.spec();
            boolean wanted =
                    among(asked.path("Ids"), spec.id())
                            && among(asked.path("Names"), spec.id())
                            && among(asked.path("Types"), spec.type())
                            && among(asked.path("Owners"), spec.owner());
            if (wanted) {
                answers.add(system.properties());
            }
        }
        return Answer.of(Json.write(answers));
    }

    private static boolean among(JsonNode asked, String value) {
        if (asked.isEmpty()) {
            return true;
        }
        Set<String> values = new HashSet<>();
        asked.forEach(one -> values.add(one.asString("")));
        return values.contains(value);
    }

    Answer properties(EmulatedSystem system, @Nullable String query) {
        Json.read(query);
        return Answer.of(Json.write(system.properties()));
    }

    void modify(EmulatedSystem system, @Nullable String request) {
        Json.read(request);
        system.requireRunning("Changing");
    }

    ProcessRequest process(EmulatedSystem system, @Nullable String parameters) {
        system.requireRunning("Starting a process in");
        return ProcessRequest.of(Json.read(parameters));
    }

    CompletableFuture<Answer> terminate(EmulatedProcess process) {
        process.requireRunning();
        if (host.faults().strikes(Fault.KILL_ACCESS_DENIED)) {
            throw Refusal.of(Codes.ACCESS_DENIED, "The process is terminated already.");
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    process.exit(Codes.PROCESS_ABORTED);
                    return Answer.DONE;
                },
                host::run);
    }

    CompletableFuture<Answer> signal(EmulatedProcess process, @Nullable String options) {
        String word = Json.read(options).path("Signal").asString("CtrlShutdown");
        Signal signal =
                Signal.of(word)
                        .orElseThrow(() ->
                                Refusal.of(Codes.INVALID_JSON, "There is no signal " + word + "."));
        process.requireRunning();
        CompletableFuture<Answer> sent =
                CompletableFuture.supplyAsync(
                        () -> {
                            process.signal(signal);
                            return Answer.DONE;
                        },
                        host::run);
        return host.faults().strikes(Fault.SIGNAL_BLOCKS)
                ? sent.thenCombine(process.exited(), (answer, code) -> answer)
                : sent;
    }

    void modify(EmulatedProcess process, @Nullable String text) {
        JsonNode request = Json.read(text);
        String operation = request.path("Operation").asString("");
        process.requireRunning();
        switch (operation) {
            case "ConsoleSize" ->
                    process.stdio()
                            .resize(
                                    request.path("ConsoleSize").path("Height").asInt(0),
                                    request.path("ConsoleSize").path("Width").asInt(0));
            case "CloseHandle" ->
                    process.stdio().close(request.path("CloseHandle").path("Handle").asString(""));
            default ->
                    throw Refusal.of(
                            Codes.INVALID_JSON, "There is no operation '" + operation + "'.");
        }
    }

    String serviceProperties(@Nullable String query) {
        Json.read(query);
        return "{}";
    }

    void modifyService(@Nullable String settings) {
        Json.read(settings);
    }
}
