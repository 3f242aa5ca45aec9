package dev.mullion.frontend;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.theme.aura.Aura;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The portal: one process that serves the pages and the REST API. */
@SpringBootApplication(scanBasePackages = "dev.mullion")
@Push(transport = Transport.WEBSOCKET_XHR)
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("mullion.css")
public class Portal implements AppShellConfigurator {

    public static void main(String[] arguments) {
        SpringApplication.run(Portal.class, arguments);
    }

    @Override
    public void configurePage(AppShellSettings page) {
        page.addLink("assets/mullion.svg", Map.of("rel", "icon", "type", "image/svg+xml"));
    }
}
