package dev.mullion.backend.activity;

import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.TestDatabase;

class ActivitiesOnH2Test extends ActivitiesContract {

    @Override
    TestDatabase open() {
        return H2File.create();
    }
}
