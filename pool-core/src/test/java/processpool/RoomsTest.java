package processpool;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {
  @Test
  void dependenciesPointDownwards() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("processpool");
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("face")
        .definedBy("processpool")
        .layer("parent")
        .definedBy("processpool.parent")
        .layer("worker")
        .definedBy("processpool.worker")
        .layer("wire")
        .definedBy("processpool.wire")
        .whereLayer("face")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("parent")
        .mayOnlyBeAccessedByLayers("face")
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("parent")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("face", "parent", "worker")
        .check(classes);
  }
}
