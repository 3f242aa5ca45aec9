package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.binding.VmComputeFunction.*;

import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Refusal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The compute functions of vmcompute.dll: a request that takes its time answers "pending", and a
 * notification tells its end.
 */
final class VmCalls {

    private final ComputeService service;
    private final Requests requests;

    VmCalls(ComputeService service, Requests requests) {
        this.service = service;
        this.requests = requests;
    }

    void addTo(Functions functions) {
        addSystems(functions);
        addRequests(functions);
        addProcesses(functions);
        addService(functions);
    }

    /** Adds a function whose last argument takes the document of a failure. */
    private void with(Functions functions, NativeFunction function, ToIntFunction<Arguments> body) {
        int document = function.parameters().size() - 1;
        functions.with(
                function,
                arguments -> {
                    arguments.giveText(document, null);
                    try {
                        return body.applyAsInt(arguments);
                    } catch (Refusal refusal) {
                        arguments.giveText(document, Answer.refused(refusal).document());
                        return refusal.code();
                    }
                });
    }

    private void addSystems(Functions functions) {
        with(
                functions,
                HCS_ENUMERATE_COMPUTE_SYSTEMS,
                arguments -> {
                    arguments.giveText(1, requests.enumerate(arguments.text(0)).document());
                    return Codes.OK;
                });
        with(functions, HCS_CREATE_COMPUTE_SYSTEM, this::create);
        with(
                functions,
                HCS_OPEN_COMPUTE_SYSTEM,
                arguments -> {
                    EmulatedSystem system = service.find(arguments.required(0));
                    arguments.giveWide(1, service.open(arguments.client(), system));
                    return Codes.OK;
                });
        functions.with(
                HCS_CLOSE_COMPUTE_SYSTEM,
                arguments -> {
                    arguments.client().handles().close(arguments.wide(0), HandleKind.SYSTEM);
                    return Codes.OK;
                });
        functions.with(
                HCS_REGISTER_COMPUTE_SYSTEM_CALLBACK,
                arguments -> {
                    OpenSystem open = arguments.handle(0, OpenSystem.class);
                    EmulatedSystem system = open.system();
                    Listener listener = register(arguments, open.listeners());
                    open.tellOfCreation(listener);
                    tellLate(listener, system.ended().isDone() ? system.exitEvent() : null);
                    return Codes.OK;
                });
        functions.with(HCS_UNREGISTER_COMPUTE_SYSTEM_CALLBACK, VmCalls::unregister);
    }

    private int create(Arguments arguments) {
        Client client = arguments.client();
        String id = arguments.required(0);
        EmulatedSystem system;
        try {
            system = service.add(requests.first(id, arguments.text(1)));
        } catch (Refusal refusal) {
            if (!service.host().faults().strikes(Fault.FAIL_LATE)) {
                throw refusal;
            }
            EmulatedSystem absent = service.absent(id);
            OpenSystem open = service.openNew(client, absent);
            arguments.giveWide(3, open.handle());
            open.created(Answer.refused(refusal));
            return Codes.PENDING_V1;
        }
        OpenSystem open = service.openNew(client, system);
        arguments.giveWide(3, open.handle());
        service.host().run(() -> open.created(service.create(system)));
        return Codes.PENDING_V1;
    }

    private Listener register(Arguments arguments, Listeners listeners) {
        Client client = arguments.client();
        var listener =
                new Listener(service.host(), client, true, arguments.wide(1), arguments.wide(2));
        listeners.add(listener);
        long handle =
                client.handles()
                        .open(
                                HandleKind.REGISTRATION,
                                listener,
                                () -> {
                                    listeners.remove(listener);
                                    listener.close();
                                });
        arguments.giveWide(3, handle);
        return listener;
    }

    private void tellLate(Listener listener, @Nullable Event past) {
        if (past != null && service.host().faults().strikes(Fault.LATE_EVENT)) {
            listener.tell(past);
        }
    }

    private static Number unregister(Arguments arguments) {
        arguments.client().handles().close(arguments.wide(0), HandleKind.REGISTRATION);
        return Codes.OK;
    }

    private void addRequests(Functions functions) {
        request(functions, HCS_START_COMPUTE_SYSTEM, Event.Type.STARTED, EmulatedSystem::start);
        request(functions, HCS_SHUTDOWN_COMPUTE_SYSTEM, null, EmulatedSystem::shutDown);
        request(functions, HCS_TERMINATE_COMPUTE_SYSTEM, null, EmulatedSystem::terminate);
        request(functions, HCS_PAUSE_COMPUTE_SYSTEM, Event.Type.PAUSED, EmulatedSystem::pause);
        request(functions, HCS_RESUME_COMPUTE_SYSTEM, Event.Type.RESUMED, EmulatedSystem::resume);
        with(
                functions,
                HCS_GET_COMPUTE_SYSTEM_PROPERTIES,
                arguments -> {
                    Answer answer = requests.properties(system(arguments), arguments.text(1));
                    arguments.giveText(2, answer.document());
                    return Codes.OK;
                });
        with(
                functions,
                HCS_MODIFY_COMPUTE_SYSTEM,
                arguments -> {
                    requests.modify(system(arguments), arguments.text(1));
                    return Codes.OK;
                });
    }

    private static EmulatedSystem system(Arguments arguments) {
        return arguments.handle(0, OpenSystem.class).system();
    }

    private void request(
            Functions functions,
            NativeFunction function,
            Event.@Nullable Type end,
            Function<EmulatedSystem, CompletableFuture<Answer>> action) {
        with(
                functions,
                function,
                arguments -> {
                    OpenSystem open = arguments.handle(0, OpenSystem.class);
                    EmulatedSystem system = open.system();
                    try {
                        tellTheEnd(open, end, action.apply(system));
                    } catch (Refusal refusal) {
                        if (end == null || !service.host().faults().strikes(Fault.FAIL_LATE)) {
                            throw refusal;
                        }
                        Answer answer = Answer.refused(refusal);
                        open.listeners().tell(new Event(end, answer.code(), answer.document()));
                    }
                    return Codes.PENDING_V1;
                });
    }

    private static void tellTheEnd(
            OpenSystem open, Event.@Nullable Type end, CompletableFuture<Answer> request) {
        if (end != null) {
            Then.accept(
                    request,
                    answer ->
                            open.listeners()
                                    .tell(new Event(end, answer.code(), answer.document())));
        }
    }

    private void addProcesses(Functions functions) {
        with(functions, HCS_CREATE_PROCESS, this::createProcess);
        with(
                functions,
                HCS_OPEN_PROCESS,
                arguments -> {
                    EmulatedProcess process = system(arguments).process(arguments.number(1));
                    arguments.giveWide(2, service.open(arguments.client(), process));
                    return Codes.OK;
                });
        functions.with(
                HCS_CLOSE_PROCESS,
                arguments -> {
                    arguments.client().handles().close(arguments.wide(0), HandleKind.PROCESS);
                    return Codes.OK;
                });
        with(
                functions,
                HCS_TERMINATE_PROCESS,
                arguments -> wait(arguments, requests.terminate(process(arguments))));
        with(
                functions,
                HCS_SIGNAL_PROCESS,
                arguments ->
                        wait(arguments, requests.signal(process(arguments), arguments.text(1))));
        with(
                functions,
                HCS_GET_PROCESS_INFO,
                arguments -> {
                    EmulatedProcess process = process(arguments);
                    process.requireRunning();
                    CoreCalls.write(arguments.pointer(1), arguments.client(), process);
                    return Codes.OK;
                });
        with(
                functions,
                HCS_GET_PROCESS_PROPERTIES,
                arguments -> {
                    arguments.giveText(1, process(arguments).status());
                    return Codes.OK;
                });
        with(
                functions,
                HCS_MODIFY_PROCESS,
                arguments -> {
                    requests.modify(process(arguments), arguments.text(1));
                    return Codes.OK;
                });
        functions.with(
                HCS_REGISTER_PROCESS_CALLBACK,
                arguments -> {
                    OpenProcess open = arguments.handle(0, OpenProcess.class);
                    EmulatedProcess process = open.process();
                    Listener listener = register(arguments, open.listeners());
                    tellLate(listener, process.exited().isDone() ? process.exitEvent() : null);
                    return Codes.OK;
                });
        functions.with(HCS_UNREGISTER_PROCESS_CALLBACK, VmCalls::unregister);
    }

    private static EmulatedProcess process(Arguments arguments) {
        return arguments.handle(0, OpenProcess.class).process();
    }

    private int createProcess(Arguments arguments) {
        EmulatedSystem system = system(arguments);
        EmulatedProcess process = system.createProcess(requests.process(system, arguments.text(1)));
        arguments.giveWide(3, service.open(arguments.client(), process));
        if (arguments.given(2)) {
            CoreCalls.write(arguments.pointer(2), arguments.client(), process);
        }
        return Codes.OK;
    }

    /** Calls about processes take as long as the service takes. */
    private static int wait(Arguments arguments, CompletableFuture<Answer> request) {
        return Objects.requireNonNull(arguments.client().await(request, null).orElse(Answer.DONE))
                .code();
    }

    private void addService(Functions functions) {
        with(
                functions,
                HCS_GET_SERVICE_PROPERTIES,
                arguments -> {
                    arguments.giveText(1, requests.serviceProperties(arguments.text(0)));
                    return Codes.OK;
                });
        with(
                functions,
                HCS_MODIFY_SERVICE_SETTINGS,
                arguments -> {
                    requests.modifyService(arguments.text(0));
                    return Codes.OK;
                });
    }
}
