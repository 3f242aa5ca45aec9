package dev.mullion.frontend.frame;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.stereotype.Component;

/**
 * Sets up what every page shares: the handler of its unexpected errors, and what must be in its
 * first HTML. Adds to the first HTML of every page what must be there before the application
 * starts: the language, and the frame's script, which sets the colour scheme before anything is
 * painted. The script is a file of our own origin, so the content security policy needs no
 * exception for it.
 */
@Component
class IndexHtml implements VaadinServiceInitListener {

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(response -> complete(response.getDocument()));
        event.getSource()
                .addSessionInitListener(
                        init -> init.getSession().setErrorHandler(new UnexpectedErrors()));
    }

    private static void complete(Document document) {
        document.getElementsByTag("html").attr("lang", "en");
        Element script = document.head().appendElement("script");
        script.attr("src", "assets/mullion.js");
    }
}
