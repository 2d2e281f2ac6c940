package org.exeunt.idp.whole;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JVM learnt at one start of the server, so that the next ones take less than half of the time. */
final class AotCache {

    private final String classPath;
    private final Path file;

    private AotCache(Path folder) {
        // The JVM learns nothing from folders of classes.
        classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .map(entry -> (Files.isDirectory(entry) ? archive(entry, folder) : entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
        file = folder.resolve("server.aot");
    }

    /** @param lesson starts the server with these options, uses it and stops it */
    static AotCache learn(Path folder, Consumer<List<String>> lesson) {
        var cache = new AotCache(folder);
        lesson.accept(options(cache.classPath, "-XX:AOTCacheOutput=" + cache.file));
        return cache;
    }

    List<String> options() {
        return options(classPath, "-XX:AOTCache=" + file);
    }

    /** A server that lives for seconds has nothing from the better compiler. */
    private static List<String> options(String classPath, String cache) {
        return List.of("-XX:TieredStopAtLevel=1", cache, "-cp", classPath);
    }

    private static Path archive(Path classes, Path folder) {
        try {
            Path archive = Files.createTempFile(folder, "classes", ".jar");
            try (OutputStream file = Files.newOutputStream(archive);
                    var jar = new JarOutputStream(file);
                    Stream<Path> entries = Files.walk(classes)) {
                for (Path entry : entries.skip(1).toList()) {
                    boolean isFolder = Files.isDirectory(entry);
                    // Folders, too: who looks for the classes of a package looks for its folder first.
                    jar.putNextEntry(new JarEntry(classes.relativize(entry) + (isFolder ? "/" : "")));
                    if (!isFolder) {
                        Files.copy(entry, jar);
                    }
                }
            }
            return archive;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
