package dev.mullion.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import dev.mullion.security.Requires;
import dev.mullion.security.Unguarded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Service;

/** The arrows between the modules, and the seam that every service call passes. */
class ModuleGraphTest {

    private static JavaClasses production;

    @BeforeAll
    static void read() {
        production =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(ModuleGraphTest::isNoTestJar)
                        .importPackages("dev.mullion");
        for (var module :
                new String[] {"docker", "hcs", "engine", "security", "backend", "frontend"}) {
            assertThat(production)
                    .as("classes of %s were found", module)
                    .anyMatch(type -> type.getPackageName().startsWith("dev.mullion." + module));
        }
    }

    private static boolean isNoTestJar(Location location) {
        return !location.contains("-tests.jar");
    }

    @Test
    void modulesImportOnlyAlongTheArrows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.mullion..")
                .layer("docker")
                .definedBy("dev.mullion.docker..")
                .layer("hcs")
                .definedBy("dev.mullion.hcs..")
                .layer("engine")
                .definedBy("dev.mullion.engine..")
                .layer("security")
                .definedBy("dev.mullion.security..")
                .layer("backend")
                .definedBy("dev.mullion.backend..")
                .layer("frontend")
                .definedBy("dev.mullion.frontend..")
                .whereLayer("frontend")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("hcs")
                .mayOnlyBeAccessedByLayers("engine")
                .whereLayer("engine")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("backend")
                .mayOnlyBeAccessedByLayers("frontend")
                .whereLayer("security")
                .mayOnlyBeAccessedByLayers("backend", "frontend")
                .whereLayer("docker")
                .mayOnlyBeAccessedByLayers("engine", "security", "backend", "frontend")
                .check(production);
    }

    @Test
    void guardrailNeedsNeitherSpringNorADatabase() {
        classes()
                .that()
                .resideInAPackage("dev.mullion.security.guardrail..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson.annotation..",
                        "tools.jackson..",
                        "dev.mullion.docker..",
                        "dev.mullion.security",
                        "dev.mullion.security.guardrail..")
                .check(production);
    }

    @Test
    void everyClassBelongsToAModule() {
        classes()
                .should()
                .resideInAnyPackage(
                        "dev.mullion.docker..",
                        "dev.mullion.hcs..",
                        "dev.mullion.engine..",
                        "dev.mullion.security..",
                        "dev.mullion.backend..",
                        "dev.mullion.frontend..")
                .check(production);
    }

    @Test
    void onlyTheFrontendKnowsVaadin() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mullion.frontend..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.vaadin..")
                .check(production);
    }

    @Test
    void neitherTheLanguageOfHostsNorTheEngineKnowsSpring() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.mullion.docker..", "dev.mullion.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..")
                .check(production);
    }

    @Test
    void belowTheEnginesSeamNothingSpeaksDocker() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mullion.engine.runtime..",
                        "dev.mullion.engine.linux..",
                        "dev.mullion.engine.hcs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mullion.docker.api..",
                        "dev.mullion.docker.client..",
                        "dev.mullion.engine.http..",
                        "dev.mullion.engine.container..",
                        "dev.mullion.engine.image..",
                        "dev.mullion.engine.network..",
                        "dev.mullion.engine.volume..")
                .check(production);
    }

    @Test
    void aboveTheEnginesSeamNothingKnowsTheOperatingSystem() {
        noClasses()
                .that()
                .resideInAPackage("dev.mullion.engine..")
                .and()
                .resideOutsideOfPackages("dev.mullion.engine.linux..", "dev.mullion.engine.hcs..")
                // the one place that puts the parts together
                .and()
                .doNotHaveSimpleName("Engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mullion.engine.linux..",
                        "dev.mullion.engine.hcs..",
                        "dev.mullion.hcs..",
                        "com.sun.jna..")
                .check(production);
    }

    @Test
    void noPackagesOfTheEngineNeedEachOtherInACircle() {
        slices().matching("dev.mullion.engine.(**)").should().beFreeOfCycles().check(production);
    }

    @Test
    void pagesReachHostsOnlyThroughServices() {
        noClasses()
                .that()
                .resideInAPackage("dev.mullion.frontend..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.mullion.docker.client.DockerClient")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.mullion.backend.host.HostGateway")
                .check(production);
    }

    @Test
    void everyServiceCallDeclaresWhatItAsksOfItsCaller() {
        methods()
                .that()
                .arePublic()
                .and()
                .areNotStatic()
                .and()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Service.class)
                .should()
                .beAnnotatedWith(Requires.class)
                .orShould()
                .beAnnotatedWith(Unguarded.class)
                .check(production);
    }

    @Test
    void servicesCanBeGuarded() {
        // the guard is a subclass: it neither sees final methods nor ones called on an interface
        classes()
                .that()
                .areAnnotatedWith(Service.class)
                .should()
                .bePublic()
                .andShould()
                .notHaveModifier(JavaModifier.FINAL)
                .check(production);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Service.class)
                .and()
                .arePublic()
                .should()
                .notHaveModifier(JavaModifier.FINAL)
                .check(production);
    }

    @Test
    void classesAreNamedAfterThingsOfTheField() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.(.*(Util|Utils|Helper|Helpers|Manager|Impl)|Common.*)")
                .check(production);
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..misc..",
                        "..helper..",
                        "..manager..",
                        "..impl..")
                .check(production);
    }
}
