package org.exeunt.idp.rehearsal;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The classes of the driver of PostgreSQL, which a rehearsal on the embedded database would not meet. What was loaded once is in the
 * cache, whether it was used or not.
 */
final class PostgresDriver {

    private static final String PACKAGE = "org/postgresql/";
    private static final String CLASS = ".class";

    private PostgresDriver() {}

    static void load() throws IOException {
        var driver = PostgresDriver.class.getClassLoader().getResource(PACKAGE + "Driver.class");
        if (driver == null || !driver.getProtocol().equals("jar")) {
            return;
        }
        String archive = driver.getPath().replaceAll("^file:|!.*$", "");
        try (var jar = new JarFile(new File(archive))) {
            List<String> names = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(PACKAGE) && name.endsWith(CLASS))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .toList();
            for (String name : names) {
                load(name);
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, PostgresDriver.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError needsALibraryThatWeDoNotHave) {
            // Nor will the server need it.
        }
    }
}
