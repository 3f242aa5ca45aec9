package dev.mullion.security;

import java.util.NoSuchElementException;

/** What a call is about does not exist. Its message is a sentence that may be shown. */
public class NoSuchThingException extends NoSuchElementException {

    public NoSuchThingException(String sentence) {
        super(sentence);
    }
}
