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
import tools.jackson.databind.node.ObjectNode;

/** What both generations ask for, by their documents. */
final class Requests {

    private static final Set<String> PROPERTY_TYPES =
            Set.of(
                    "Memory",
                    "Statistics",
                    "ProcessList",
                    "TerminateOnLastHandleClosed",
                    "SharedMemoryRegion",
                    "GuestConnection",
                    "ICHeartbeatStatus",
                    "SystemGUID",
                    "CpuGroup",
                    "MappedVirtualDisk");

    private final ComputeService service;
    private final EmulatedHost host;
    private final SystemChanges changes;

    Requests(ComputeService service) {
        this.service = service;
        this.host = service.host();
        this.changes = new SystemChanges(host);
    }

    SystemSpec second(String id, @Nullable String text) {
        return SystemDocuments.second(id, text, service.schemaMaximum());
    }

    SystemSpec first(String id, @Nullable String text) {
        return SystemDocuments.first(id, text, service.schemaMaximum());
    }

    Answer enumerate(@Nullable String query) {
        JsonNode asked = read(query, Shapes.SYSTEM_QUERY);
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
        ObjectNode properties = system.properties();
        for (JsonNode type : read(query, Shapes.PROPERTY_QUERY).path("PropertyTypes")) {
            String wanted = type.asString("");
            if (!PROPERTY_TYPES.contains(wanted)) {
                throw Refusal.of(Codes.INVALID_JSON, "There is no property '" + wanted + "'.");
            }
            switch (wanted) {
                case "Statistics" -> properties.set(wanted, figures(system).statistics());
                case "ProcessList" -> properties.set(wanted, figures(system).processes());
                case "TerminateOnLastHandleClosed" ->
                        properties.put(wanted, system.spec().endsWithLastHandle());
                default -> {
                    // known, but there is nothing to tell
                }
            }
        }
        return Answer.of(Json.write(properties));
    }

    private Figures figures(EmulatedSystem system) {
        if (host.faults().strikes(Fault.STATS_INVALID_HANDLE)) {
            throw Refusal.of(Codes.INVALID_HANDLE, "The system is being torn down.");
        }
        return system.figures();
    }

    void modify(EmulatedSystem system, @Nullable String text) {
        JsonNode request = read(text, Shapes.CHANGE);
        system.requireChangeable();
        changes.apply(system, request);
    }

    private JsonNode read(@Nullable String text, Shape shape) {
        JsonNode document = Json.read(text);
        shape.check(document, "", service.schemaMaximum());
        return document;
    }

    ProcessRequest process(EmulatedSystem system, @Nullable String parameters) {
        system.requireRunning("Starting a process in");
        return ProcessRequest.of(read(parameters, Shapes.PROCESS));
    }

    CompletableFuture<Answer> terminate(EmulatedProcess process) {
        if (host.faults().strikes(Fault.KILL_ACCESS_DENIED)) {
            throw Refusal.of(Codes.ACCESS_DENIED, "The process is terminated already.");
        }
        process.requireRunning();
        return CompletableFuture.supplyAsync(
                () -> {
                    process.exit(Codes.PROCESS_ABORTED);
                    return Answer.DONE;
                },
                host::run);
    }

    CompletableFuture<Answer> signal(EmulatedProcess process, @Nullable String options) {
        String word = read(options, Shapes.SIGNAL).path("Signal").asString("CtrlShutdown");
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
        JsonNode request = read(text, Shapes.PROCESS_CHANGE);
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
        service.requireUp();
        ArrayNode properties = Json.array();
        for (JsonNode type : read(query, Shapes.PROPERTY_QUERY).path("PropertyTypes")) {
            switch (type.asString("")) {
                case "Basic" -> properties.add(basic());
                case "ContainerCredentialGuard" ->
                        properties.addObject().set("Instances", service.guards().list());
                case "Memory", "CpuGroup", "ProcessorTopology", "CacheAllocation" ->
                        properties.addObject();
                default ->
                        throw Refusal.of(
                                Codes.INVALID_JSON,
                                "There is no property '" + type.asString("") + "'.");
            }
        }
        ObjectNode answer = Json.object();
        answer.set("Properties", properties);
        return Json.write(answer);
    }

    private ObjectNode basic() {
        ObjectNode basic = Json.object();
        ArrayNode versions = basic.putArray("SupportedSchemaVersions");
        versions.addObject().put("Major", 1).put("Minor", 0);
        versions.addObject().put("Major", 2).put("Minor", service.schemaMaximum());
        return basic;
    }

    void modifyService(@Nullable String text) {
        service.requireUp();
        JsonNode request = read(text, Shapes.SERVICE_CHANGE);
        String type = request.path("PropertyType").asString("");
        if (!type.equals("ContainerCredentialGuard")) {
            throw Refusal.of(Codes.INVALID_JSON, "The service's '" + type + "' can't be changed.");
        }
        service.guards().change(request.path("Settings"));
    }
}
