package dev.mullion.frontend.account;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.mullion.security.account.SetupService;
import org.springframework.stereotype.Component;

/**
 * Keeps every way inside an open page to the set-up page until set-up is done, and nobody on it
 * afterwards. The gate before the servlet sees addresses only; a page that is open can ask for
 * another view without one.
 */
@Component
class SetupFirst implements VaadinServiceInitListener {

    private final SetupService setup;

    SetupFirst(SetupService setup) {
        this.setup = setup;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource()
                .addUIInitListener(init -> init.getUI().addBeforeEnterListener(this::lead));
    }

    private void lead(BeforeEnterEvent navigation) {
        boolean toSetup = navigation.getNavigationTarget() == SetupView.class;
        if (setup.needed() && !toSetup) {
            navigation.forwardTo(SetupView.class);
        } else if (!setup.needed() && toSetup) {
            navigation.forwardTo(LoginView.class);
        }
    }
}
