package dev.mullion.security.web;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says that the process answers, and nothing else: anybody may ask. */
@RestController
class Health {

    @GetMapping(path = "/health", produces = MediaType.TEXT_PLAIN_VALUE)
    String alive() {
        return "alive\n";
    }
}
