package dev.mullion.backend.api;

import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * What is wrong with a body that could not be read, in words without class names.
 *
 * @param field the path to the place, such as {@code ports[0].hostPort}; empty when it is the whole
 */
record JsonFlaw(String field, String sentence) {

    static JsonFlaw of(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case UnrecognizedPropertyException unknown -> {
                var known =
                        unknown.getKnownPropertyIds() == null
                                ? ""
                                : unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .collect(Collectors.joining(", ", " Known here: ", "."));
                yield at(unknown, "is not known.", known);
            }
            case InvalidFormatException wrong -> at(wrong, "can't be used: ", told(wrong));
            case ValueInstantiationException wrong when wrong.getCause() != null ->
                    at(wrong, "can't be used: ", String.valueOf(wrong.getCause().getMessage()));
            case StreamConstraintsException large ->
                    new JsonFlaw("", "The body is too deep, or something in it too long.");
            case DatabindException wrong ->
                    at(wrong, "is not of the kind that belongs here", place(wrong));
            case JacksonException broken -> {
                var name = duplicate(broken);
                yield name.isEmpty()
                        ? new JsonFlaw("", "The body is no JSON" + place(broken))
                        : new JsonFlaw(name, "\"" + name + "\" is given twice.");
            }
            case null, default -> new JsonFlaw("", "The request needs a body of JSON.");
        };
    }

    private static JsonFlaw at(JacksonException e, String verdict, String more) {
        var path = path(e);
        return new JsonFlaw(
                path, (path.isEmpty() ? "The body" : "\"" + path + "\"") + " " + verdict + more);
    }

    /** Our own readers end their message with what was wrong; Jackson's own name classes. */
    private static String told(InvalidFormatException e) {
        var message = e.getOriginalMessage();
        int colon = message.indexOf("\": ");
        boolean ours = colon >= 0 && message.startsWith("Cannot deserialize value of type");
        return ours ? message.substring(colon + 3) : "\"" + e.getValue() + "\" is no value for it.";
    }

    private static String duplicate(JacksonException e) {
        var message = String.valueOf(e.getOriginalMessage());
        return message.startsWith("Duplicate") && e.processor() instanceof JsonParser parser
                ? String.valueOf(parser.currentName())
                : "";
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? "."
                : " (line %d, column %d).".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String path(JacksonException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
