package dev.mullion.engine.http;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.NotOfferedException;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a request, and turns what it throws into an answer: the one place. */
final class Dispatcher extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Routes routes;
    private final Map<String, String> headers;
    private final Executor executor;
    private final ServerLimits limits;
    private final HeadTimes headTimes;
    private volatile Gate gate = (_, _) -> {};

    Dispatcher(
            Routes routes,
            Map<String, String> headers,
            Executor executor,
            ServerLimits limits,
            HeadTimes headTimes) {
        this.routes = routes;
        this.headers = headers;
        this.executor = executor;
        this.limits = limits;
        this.headTimes = headTimes;
    }

    void guard(Gate newGate) {
        gate = newGate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback done) {
        headTimes.arrived(request);
        headers.forEach(response.getHeaders()::put);
        // what takes long is not idle; reading a body has its own limits
        request.addIdleTimeoutListener(timeout -> false);
        Exchange exchange = new Exchange(request, response, done, executor, limits);
        // on a thread of its own: HTTP lets go of a connection only after this method has returned
        executor.execute(() -> run(request, exchange));
        return true;
    }

    private void run(Request request, Exchange exchange) {
        try {
            answer(request, exchange);
            exchange.finish();
        } catch (EngineProblem problem) {
            refuse(request, exchange, problem);
        } catch (IOException | TimeoutException e) {
            broken(request, exchange, e);
        } catch (Exception | StackOverflowError e) {
            fail(request, exchange, e);
        }
    }

    private void answer(Request request, Exchange exchange) throws Exception {
        if (request.getHeaders().size() > limits.headers()) {
            throw EngineProblem.invalid(
                    "the request has more than " + limits.headers() + " headers");
        }
        RequestPath path =
                RequestPath.of(request.getHttpURI().getPath()).orElseThrow(Dispatcher::notFound);
        Routes.Match match =
                routes.find(request.getMethod(), path.segments()).orElseThrow(Dispatcher::notFound);
        Call call =
                new Call(
                        path.spoken(),
                        match.variables(),
                        Query.of(request.getHttpURI().getQuery()),
                        exchange);
        gate.pass(call, path.segments());
        match.endpoint().answer(call);
    }

    private static EngineProblem notFound() {
        return EngineProblem.notFound("page not found");
    }

    /**
     * Tells a connection that broke, which is no matter for the log, from what the engine reads.
     */
    private static void broken(Request request, Exchange exchange, Exception failure) {
        if (failure instanceof NotOfferedException) {
            tell(exchange, 501, String.valueOf(failure.getMessage()), failure);
        } else if (failure instanceof ClientGoneException || exchange.gone().hasHappened()) {
            LOG.debug("{}: the client has gone", asked(request), failure);
            exchange.breakOff(failure);
        } else if (unreadable(failure) || unreadable(failure.getCause())) {
            LOG.debug("{}: the body can't be read", asked(request), failure);
            tell(exchange, 400, "the request body could not be read", failure);
        } else {
            fail(request, exchange, failure);
        }
    }

    private static boolean unreadable(@Nullable Throwable failure) {
        return failure instanceof HttpException
                || failure instanceof EofException
                || failure instanceof TimeoutException;
    }

    private static void refuse(Request request, Exchange exchange, EngineProblem problem) {
        if (problem.status() == 500) {
            LOG.warn("{} failed: {}", asked(request), problem.getMessage(), problem.getCause());
        }
        tell(exchange, problem.status(), String.valueOf(problem.getMessage()), problem);
    }

    private static void fail(Request request, Exchange exchange, Throwable failure) {
        String correlation = UUID.randomUUID().toString();
        LOG.error("{} failed unexpectedly, correlation={}", asked(request), correlation, failure);
        tell(
                exchange,
                500,
                "The engine failed unexpectedly; its log has the reason at " + correlation,
                failure);
    }

    private static void tell(Exchange exchange, int status, String message, Throwable cause) {
        if (exchange.answered()) {
            exchange.breakOff(cause);
            return;
        }
        try {
            if (status == 304 || status == 204) {
                exchange.answer(status, null, new byte[0]);
            } else {
                exchange.answer(status, "application/json", Problems.json(message));
            }
        } catch (IOException e) {
            exchange.breakOff(e);
        }
    }

    private static String asked(Request request) {
        return request.getMethod() + " " + request.getHttpURI().getPath();
    }
}
