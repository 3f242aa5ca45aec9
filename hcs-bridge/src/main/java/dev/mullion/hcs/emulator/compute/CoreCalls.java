package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;

import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of computecore.dll. */
final class CoreCalls {

    private static final int ENUMERATE = 0;
    private static final int CREATE = 1;
    private static final int START = 2;
    private static final int SHUTDOWN = 3;
    private static final int PAUSE = 4;
    private static final int RESUME = 5;
    private static final int TERMINATE = 7;
    private static final int MODIFY = 8;
    private static final int GET_PROPERTIES = 9;
    private static final int CREATE_PROCESS = 10;
    private static final int SIGNAL_PROCESS = 11;
    private static final int GET_PROCESS_INFO = 12;
    private static final int GET_PROCESS_PROPERTIES = 13;
    private static final int MODIFY_PROCESS = 14;

    /** The header at hand doesn't name it. */
    private static final int TERMINATE_PROCESS = 16;

    private static final int INFINITE = 0xFFFFFFFF;

    private final ComputeService service;
    private final Requests requests;

    CoreCalls(ComputeService service, Requests requests) {
        this.service = service;
        this.requests = requests;
    }

    void addTo(Functions functions) {
        addOperations(functions);
        addSystems(functions);
        addProcesses(functions);
        new CoreService(service, requests).addTo(functions);
    }

    private void addOperations(Functions functions) {
        functions.with(HCS_CREATE_OPERATION, this::createOperation);
        functions.with(
                HCS_CLOSE_OPERATION,
                arguments -> {
                    arguments.client().handles().close(arguments.wide(0), HandleKind.OPERATION);
                    return Codes.OK;
                });
        functions.with(
                HCS_GET_OPERATION_TYPE, arguments -> arguments.handle(0, Operation.class).type());
        functions.with(
                HCS_GET_OPERATION_ID, arguments -> arguments.handle(0, Operation.class).id());
        functions.with(HCS_CANCEL_OPERATION, arguments -> Codes.NOT_IMPLEMENTED);
        functions.with(
                HCS_GET_OPERATION_RESULT,
                arguments -> result(arguments, Duration.ZERO, Codes.OPERATION_PENDING, -1, 1));
        functions.with(
                HCS_GET_OPERATION_RESULT_AND_PROCESS_INFO,
                arguments -> result(arguments, Duration.ZERO, Codes.OPERATION_PENDING, 1, 2));
        functions.with(
                HCS_WAIT_FOR_OPERATION_RESULT,
                arguments -> result(arguments, limit(arguments), Codes.OPERATION_TIMEOUT, -1, 2));
        functions.with(
                HCS_WAIT_FOR_OPERATION_RESULT_AND_PROCESS_INFO,
                arguments -> result(arguments, limit(arguments), Codes.OPERATION_TIMEOUT, 2, 3));
    }

    private Number createOperation(Arguments arguments) {
        Client client = arguments.client();
        var operation =
                new Operation(
                        service.host(),
                        client,
                        service.nextOperation(),
                        arguments.wide(0),
                        arguments.wide(1));
        long handle = client.handles().open(HandleKind.OPERATION, operation, operation::close);
        operation.handle(handle);
        return handle;
    }

    private static @Nullable Duration limit(Arguments arguments) {
        int limit = arguments.number(1);
        return limit == INFINITE ? null : Duration.ofMillis(Integer.toUnsignedLong(limit));
    }

    private Number result(
            Arguments arguments,
            @Nullable Duration limit,
            int otherwise,
            int informationIndex,
            int documentIndex) {
        Operation operation = arguments.handle(0, Operation.class);
        boolean wanted = informationIndex >= 0 && arguments.given(informationIndex);
        if (wanted && operation.type() != CREATE_PROCESS && operation.type() != GET_PROCESS_INFO) {
            throw Refusal.of(Codes.INVALID_ARGUMENT, "The operation is of another type.");
        }
        Answer answer = operation.await(limit).orElse(null);
        if (answer == null) {
            arguments.giveText(documentIndex, null);
            return otherwise;
        }
        arguments.giveText(documentIndex, answer.document());
        EmulatedProcess process = answer.process();
        if (wanted && process != null) {
            if (operation.type() == CREATE_PROCESS
                    && service.host().faults().strikes(Fault.CREATE_PROCESS_SYNC_EINVAL)) {
                return Codes.INVALID_ARGUMENT;
            }
            write(arguments.pointer(informationIndex), arguments.client(), process);
        }
        return answer.code();
    }

    /** Fills {@code HCS_PROCESS_INFORMATION}. */
    static void write(Pointer information, Client client, EmulatedProcess process) {
        long[] handles = process.stdio().grant(client);
        information.setInt(0, process.id());
        information.setInt(4, 0);
        for (int i = 0; i < handles.length; i++) {
            information.setLong(8 + 8L * i, handles[i]);
        }
    }

    private void addSystems(Functions functions) {
        functions.with(
                HCS_ENUMERATE_COMPUTE_SYSTEMS,
                arguments ->
                        request(
                                arguments,
                                1,
                                ENUMERATE,
                                () -> {
                                    // the caller's memory is gone when this call returns
                                    String query = arguments.text(0);
                                    return done(() -> requests.enumerate(query));
                                }));
        functions.with(HCS_CREATE_COMPUTE_SYSTEM, this::createSystem);
        functions.with(
                HCS_OPEN_COMPUTE_SYSTEM,
                arguments -> {
                    EmulatedSystem system = service.find(arguments.required(0));
                    arguments.giveWide(2, service.open(arguments.client(), system));
                    return Codes.OK;
                });
        functions.with(
                HCS_CLOSE_COMPUTE_SYSTEM,
                arguments -> {
                    arguments.client().handles().close(arguments.wide(0), HandleKind.SYSTEM);
                    return Codes.OK;
                });
        system(functions, HCS_START_COMPUTE_SYSTEM, START, EmulatedSystem::start);
        system(functions, HCS_SHUT_DOWN_COMPUTE_SYSTEM, SHUTDOWN, EmulatedSystem::shutDown);
        system(functions, HCS_TERMINATE_COMPUTE_SYSTEM, TERMINATE, EmulatedSystem::terminate);
        system(functions, HCS_PAUSE_COMPUTE_SYSTEM, PAUSE, EmulatedSystem::pause);
        system(functions, HCS_RESUME_COMPUTE_SYSTEM, RESUME, EmulatedSystem::resume);
        functions.with(
                HCS_GET_COMPUTE_SYSTEM_PROPERTIES,
                arguments ->
                        request(
                                arguments,
                                1,
                                GET_PROPERTIES,
                                () -> {
                                    EmulatedSystem system = system(arguments);
                                    String query = arguments.text(2);
                                    return done(() -> requests.properties(system, query));
                                }));
        functions.with(
                HCS_MODIFY_COMPUTE_SYSTEM,
                arguments ->
                        request(
                                arguments,
                                1,
                                MODIFY,
                                () -> {
                                    requests.modify(system(arguments), arguments.text(2));
                                    return done(Answer.DONE);
                                }));
        functions.with(
                HCS_SET_COMPUTE_SYSTEM_CALLBACK,
                arguments -> {
                    OpenSystem handle = arguments.handle(0, OpenSystem.class);
                    EmulatedSystem system = handle.system();
                    listen(
                            arguments,
                            handle.listeners(),
                            system.ended().isDone() ? system.exitEvent() : null);
                    return Codes.OK;
                });
    }

    private void system(
            Functions functions,
            dev.mullion.hcs.binding.NativeFunction function,
            int type,
            Function<EmulatedSystem, CompletableFuture<Answer>> action) {
        functions.with(
                function,
                arguments -> request(arguments, 1, type, () -> action.apply(system(arguments))));
    }

    private static EmulatedSystem system(Arguments arguments) {
        return arguments.handle(0, OpenSystem.class).system();
    }

    private Number createSystem(Arguments arguments) {
        String id = arguments.required(0);
        return request(
                arguments,
                2,
                CREATE,
                () -> {
                    EmulatedSystem system;
                    try {
                        system = service.add(requests.second(id, arguments.text(1)));
                    } catch (Refusal refusal) {
                        if (service.host().faults().strikes(Fault.FAIL_LATE)) {
                            long handle = service.open(arguments.client(), service.absent(id));
                            arguments.giveWide(4, handle);
                            return done(Answer.refused(refusal));
                        }
                        throw refusal;
                    }
                    arguments.giveWide(4, service.open(arguments.client(), system));
                    return done(() -> service.create(system));
                });
    }

    private void addProcesses(Functions functions) {
        functions.with(HCS_CREATE_PROCESS, this::createProcess);
        functions.with(
                HCS_OPEN_PROCESS,
                arguments -> {
                    EmulatedProcess process = system(arguments).process(arguments.number(1));
                    arguments.giveWide(3, service.open(arguments.client(), process));
                    return Codes.OK;
                });
        functions.with(
                HCS_CLOSE_PROCESS,
                arguments -> {
                    arguments.client().handles().close(arguments.wide(0), HandleKind.PROCESS);
                    return Codes.OK;
                });
        functions.with(
                HCS_TERMINATE_PROCESS,
                arguments ->
                        request(
                                arguments,
                                1,
                                TERMINATE_PROCESS,
                                () -> requests.terminate(process(arguments))));
        functions.with(
                HCS_SIGNAL_PROCESS,
                arguments ->
                        request(
                                arguments,
                                1,
                                SIGNAL_PROCESS,
                                () -> requests.signal(process(arguments), arguments.text(2))));
        functions.with(
                HCS_GET_PROCESS_INFO,
                arguments ->
                        request(
                                arguments,
                                1,
                                GET_PROCESS_INFO,
                                () -> {
                                    EmulatedProcess process = process(arguments);
                                    process.requireRunning();
                                    return done(Answer.of(process));
                                }));
        functions.with(
                HCS_GET_PROCESS_PROPERTIES,
                arguments ->
                        request(
                                arguments,
                                1,
                                GET_PROCESS_PROPERTIES,
                                () -> done(Answer.of(process(arguments).status()))));
        functions.with(
                HCS_MODIFY_PROCESS,
                arguments ->
                        request(
                                arguments,
                                1,
                                MODIFY_PROCESS,
                                () -> {
                                    requests.modify(process(arguments), arguments.text(2));
                                    return done(Answer.DONE);
                                }));
        functions.with(
                HCS_SET_PROCESS_CALLBACK,
                arguments -> {
                    OpenProcess handle = arguments.handle(0, OpenProcess.class);
                    EmulatedProcess process = handle.process();
                    listen(
                            arguments,
                            handle.listeners(),
                            process.exited().isDone() ? process.exitEvent() : null);
                    return Codes.OK;
                });
    }

    private static EmulatedProcess process(Arguments arguments) {
        return arguments.handle(0, OpenProcess.class).process();
    }

    private Number createProcess(Arguments arguments) {
        return request(
                arguments,
                2,
                CREATE_PROCESS,
                () -> {
                    EmulatedSystem system = system(arguments);
                    EmulatedProcess process =
                            system.createProcess(requests.process(system, arguments.text(1)));
                    arguments.giveWide(4, service.open(arguments.client(), process));
                    return done(Answer.of(process));
                });
    }

    private void listen(Arguments arguments, Listeners listeners, @Nullable Event past) {
        if (!listeners.isEmpty()) {
            throw Refusal.of(Codes.CALLBACK_ALREADY_SET, "The handle has a callback already.");
        }
        var listener =
                new Listener(
                        service.host(),
                        arguments.client(),
                        false,
                        arguments.wide(3),
                        arguments.wide(2));
        listeners.add(listener);
        if (past != null && service.host().faults().strikes(Fault.LATE_EVENT)) {
            listener.tell(past);
        }
    }

    /** Lets an operation track a request; what is wrong with that comes now or later. */
    private Number request(
            Arguments arguments, int index, int type, Supplier<CompletableFuture<Answer>> action) {
        Operation operation = arguments.handle(index, Operation.class);
        operation.begin(type);
        CompletableFuture<Answer> answer;
        try {
            answer = action.get();
        } catch (Refusal refusal) {
            Answer refused = Answer.refused(refusal);
            if (service.host().faults().strikes(Fault.FAIL_LATE)) {
                Then.accept(done(refused), operation::complete);
                return Codes.OK;
            }
            operation.refuse(refused);
            return refusal.code();
        }
        Then.accept(answer, operation::complete);
        return Codes.OK;
    }

    private CompletableFuture<Answer> done(Answer answer) {
        return done(() -> answer);
    }

    private CompletableFuture<Answer> done(Supplier<Answer> work) {
        if (service.host().faults().strikes(Fault.INLINE_CALLBACK)) {
            return CompletableFuture.completedFuture(work(work));
        }
        return CompletableFuture.supplyAsync(() -> work(work), service.host()::run);
    }

    private Answer work(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            return Answer.refused(refusal);
        } catch (RuntimeException e) {
            return Answer.failed(service.host().ledger(), e);
        }
    }
}
